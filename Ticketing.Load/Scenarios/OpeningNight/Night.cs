using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Ticketing.Load.Driving;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios.OpeningNight;

/// <summary>What everybody of the night shares.</summary>
sealed class Night(LoadRun run, long[] showings, int seats)
{
    readonly ConcurrentDictionary<string, Measurements> steps = new(StringComparer.Ordinal);
    readonly long began = Stopwatch.GetTimestamp();
    readonly HttpClient seatHolds = run.Stack.Client("seat-holds");
    int bought;

    public SeatHoldsClient Holds => new(seatHolds);
    public WaitingRoomClient Rooms => new(seatHolds);
    public BookingClient Bookings { get; } = new(run.Stack.Client("api"), run.Stack.Client("sandbox"));
    public HttpClient SeatHolds => seatHolds;
    public IPEndPoint StreamServer { get; } = new(IPAddress.Loopback, run.Stack.Address("seat-holds").Port);
    public int Bought => bought;
    public int SeatsPerShowing => seats;
    public IReadOnlyDictionary<string, Measurements> Steps => steps;

    public LoadCustomer NewCustomer() => run.Stack.Customers.New();

    public long Choose(int number) => showings[number % showings.Length];

    public void Confirmed(Guid booking)
    {
        Interlocked.Increment(ref bought);
        run.Confirmed.Add(booking);
    }

    /// <summary>Does one step of somebody's way and notes how it ended and how long it took.</summary>
    public async Task<T> StepAsync<T>(string step, Func<Task<T>> work, Func<T, string> word)
    {
        var measurements = steps.GetOrAdd(step, _ => new Measurements());
        var due = Stopwatch.GetElapsedTime(began);
        measurements.Sent(due);
        var answer = await work();
        measurements.Answered(word(answer), due, Stopwatch.GetElapsedTime(began) - due);
        return answer;
    }

    public Task<Answer<T>> StepAsync<T>(string step, Func<Task<Answer<T>>> work)
        where T : class => StepAsync(step, work, answer => answer.Word);
}
