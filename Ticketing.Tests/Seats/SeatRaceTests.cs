using Ticketing.Core.Seats.Holds;

namespace Ticketing.Tests.Seats;

/// <summary>Crowds on two replicas, and the same crowd on a store that checks first and takes then.</summary>
public sealed class SeatRaceTests(SeatServices services) : IClassFixture<SeatServices>
{
    const int Clients = 200;

    readonly SeatReplica[] replicas = [services.Replica, services.AddReplica()];

    [Fact]
    public async Task Race_WhenEverybodyWantsOneSeat_OneGetsIt()
    {
        var showing = await services.GivenShowingAsync(seats: 10);

        var results = await RaceAsync(client => replicas[client % 2].TakeAsync(showing.Id, Guid.NewGuid(), 5));

        results.OfType<TakeResult.Held>().Count().ShouldBe(1);
        results.OfType<TakeResult.SeatsTaken>().Count().ShouldBe(Clients - 1);
        (await replicas[0].StatesAsync(showing.Id)).ShouldBe("aaaaahaaaa");
    }

    [Fact]
    public async Task Race_WhenSetsOverlap_EachHoldHasAllItsSeatsAndNoSeatTwoHolds()
    {
        const int seats = 60;
        var showing = await services.GivenShowingAsync(seats);

        // Neighbours' sets of four overlap by two or three seats, and are named in different orders.
        var results = await RaceAsync(client =>
        {
            int[] wanted = [.. Enumerable.Range(client % (seats - 3), 4)];
            Random.Shared.Shuffle(wanted);
            return replicas[client % 2].TakeAsync(showing.Id, Guid.NewGuid(), wanted);
        });

        var held = results.OfType<TakeResult.Held>().SelectMany(result => result.Hold.Seats).ToList();
        held.ShouldBeUnique();
        held.Count.ShouldBeGreaterThan(seats / 2);
        var states = await replicas[0].StatesAsync(showing.Id);
        Enumerable.Range(0, seats).Where(seat => states[seat] == 'h').ShouldBe(held.Order());
    }

    [Fact]
    public async Task Race_WhenTwoHundredClientsWantThreeHundredSeats_EverySeatIsHeldOnce()
    {
        const int seats = 300;
        var showing = await services.GivenShowingAsync(seats);

        var held = await RaceAsync(client => TakePairsAsync(client, seats, pair => replicas[client % 2].TakeAsync(showing.Id, Guid.NewGuid(), pair)));

        held.SelectMany(pairs => pairs).Order().ShouldBe(Enumerable.Range(0, seats));
        (await replicas[0].StatesAsync(showing.Id)).ShouldBe(new string('h', seats));
    }

    [Fact]
    public async Task Control_WhenCheckAndTakingAreApart_SeatsAreHeldTwice()
    {
        const int seats = 300;
        var unprotected = new UnprotectedSeats(replicas.Select(replica => replica.Redis.GetDatabase()), seats);
        await unprotected.ClearAsync();

        var held = await RaceAsync(client => TakePairsAsync(client, seats, unprotected.TakeAsync));

        held.SelectMany(pairs => pairs).Count().ShouldBeGreaterThan(seats);
    }

    /// <summary>Tries every pair of neighbours from a place of the client's own on, and returns the seats that it got.</summary>
    static async Task<IReadOnlyList<int>> TakePairsAsync(int client, int seats, Func<int[], Task<TakeResult>> take)
    {
        List<int> got = [];
        for (var tried = 0; tried < seats / 2; tried++)
        {
            // Ten neighbouring clients begin at the same pair.
            var left = (client / 10 * 7 + tried) % (seats / 2) * 2;
            if (await take([left, left + 1]) is TakeResult.Held held)
                got.AddRange(held.Hold.Seats);
        }

        return got;
    }

    /// <summary>All clients, let go at the same moment.</summary>
    static async Task<T[]> RaceAsync<T>(Func<int, Task<T>> run)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var clients = Enumerable.Range(0, Clients).Select(async client =>
        {
            await start.Task;
            return await run(client);
        }).ToList();
        start.SetResult();
        return await Task.WhenAll(clients);
    }
}
