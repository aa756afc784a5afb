using System.Net;
using Ticketing.Load.Driving;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios.OpeningNight;

/// <summary>What everybody of the night shares.</summary>
sealed class Night(LoadRun run, long[] showings, int seats)
{
    public LoadRun Run => run;
    public HttpClient SeatHolds { get; } = run.Stack.Client("seat-holds");
    public SeatHoldsClient Holds => new(SeatHolds);
    public WaitingRoomClient Rooms => new(SeatHolds);
    public IPEndPoint StreamServer { get; } = new(IPAddress.Loopback, run.Stack.Address("seat-holds").Port);
    public int SeatsPerShowing => seats;

    /// <summary>What everybody did, by step and how it ended.</summary>
    public Measurements Steps { get; } = new();

    public LoadCustomer NewCustomer() => run.Stack.Customers.New();

    public long Choose(int number) => showings[number % showings.Length];
}
