using Ticketing.Core.Catalogue;
using Ticketing.Workers.Migrations.Demo;

namespace Ticketing.Tests.Support.Seats;

static class GivenHall
{
    /// <summary>A showing on sale in a hall as <see cref="HallPlan"/> draws them.</summary>
    public static async Task<Showing> GivenHallAsync(this SeatServices services, params string[] lines)
    {
        await using var database = services.Database();
        return await database.GivenShowingAsync(hall: id => HallPlan.Parse(string.Join('\n', lines), id));
    }

    /// <summary>Takes seats without asking the rules, as if they had gone in another way: <c>a</c> stays, <c>s</c> is sold.</summary>
    public static async Task GivenStatesAsync(this SeatReplica replica, long showingId, string states)
    {
        var before = await replica.StatesAsync(showingId);
        before.Length.ShouldBe(states.Length);
        await replica.Redis.GetDatabase().HashSetAsync($"showing:{{{showingId}}}", "states", states);
    }
}
