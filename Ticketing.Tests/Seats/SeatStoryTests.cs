using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Seats.Holds;
using Ticketing.Workers.Migrations.Demo;

namespace Ticketing.Tests.Seats;

/// <summary>The scripts in a real Redis do what the model does, whatever happens in whatever order.</summary>
public sealed class SeatStoryTests(SeatServices services) : IClassFixture<SeatServices>
{
    // Pauses that outlast the story, so that time makes no difference.
    readonly SeatReplica replica = services.AddReplica(settings:
    [
        (nameof(SeatHoldOptions.UnpaidPerCustomer), ModelHall.UnpaidPerCustomer), (nameof(SeatHoldOptions.UnpaidPerNetwork), ModelHall.UnpaidPerNetwork),
        (nameof(SeatHoldOptions.FirstPause), TimeSpan.FromHours(1)), (nameof(SeatHoldOptions.LongestPause), TimeSpan.FromHours(1)),
    ]);

    [Property(Arbitrary = [typeof(SeatStories)], MaxTest = 100)]
    public Task Story_Always_GoesAsInTheModel(SeatStoryCase any) => TellAsync(any.Story);

    [Fact]
    public Task Story_WhereANetworkMayHaveMoreThanACustomer_GoesAsInTheModel() => TellAsync(new SeatStory(
        ["ssssssssssssssssssss", "ssssssssssssssssssss"],
        [
            new SeatStep(Deed.Take, Who: 0, Which: 0, Size: 4, Scattered: false),
            new SeatStep(Deed.Take, Who: 1, Which: 4, Size: 4, Scattered: false),
            new SeatStep(Deed.Take, Who: 0, Which: 8, Size: 2, Scattered: false),
            new SeatStep(Deed.TakeBest, Who: 1, Which: 0, Size: 3, Scattered: false),
        ]));

    async Task TellAsync(SeatStory story)
    {
        var showing = await services.GivenHallAsync(story.Lines);
        await using var watch = await ChangeWatch.StartAsync(replica, showing.Id);
        var teller = new StoryTeller(replica, showing.Id, new ModelHall(SeatsOf(story.Lines)));

        foreach (var step in story.Steps)
        {
            await teller.TellAsync(step);
            (await replica.RawStatesAsync(showing.Id)).ShouldBe(teller.Hall.States, $"after {step} of {story}");
            foreach (var customer in (int[])[0, 2])
                (await replica.CountedAsync(showing.Id, ModelHall.NetworkOf(customer))).ShouldBe(teller.Hall.HeldByNetworkOf(customer), $"after {step} of {story}");
        }

        await watch.ShouldHaveToldAsync(teller.Hall.States);
    }

    static IReadOnlyList<ModelSeat> SeatsOf(string[] lines)
    {
        var seats = HallPlan.Parse(string.Join('\n', lines), "model").ToList();
        return [.. seats.Select(seat =>
        {
            var space = seat.Kind == SeatKind.Companion ? SpaceOf(seats, seat) : null;
            return new ModelSeat(
                seat.Kind == SeatKind.Wheelchair ? 'w' : space is null ? 's' : 'c', !seats.Exists(left => left.Y == seat.Y && left.X == seat.X - 1), space ?? -1);
        })];
    }

    /// <summary>The nearest wheelchair space with only companions between, the left one of two.</summary>
    static int? SpaceOf(List<Seat> seats, Seat companion) => seats
        .Where(space => space.Kind == SeatKind.Wheelchair && space.Y == companion.Y)
        .Where(space => Between(space.X, companion.X).All(x => seats.Exists(s => s.Y == companion.Y && s.X == x && s.Kind == SeatKind.Companion)))
        .OrderBy(space => Math.Abs(space.X - companion.X)).ThenBy(space => space.X)
        .Select(space => (int?)space.Index).FirstOrDefault();

    static IEnumerable<int> Between(int a, int b) => Enumerable.Range(Math.Min(a, b) + 1, Math.Abs(a - b) - 1);
}

/// <summary>Public, as xunit wants what its tests take.</summary>
public sealed class SeatStoryCase
{
    internal SeatStoryCase(SeatStory story) => Story = story;

    internal SeatStory Story { get; }

    public override string ToString() => Story.ToString();
}

public static class SeatStories
{
    public static Arbitrary<SeatStoryCase> Cases() =>
        SeatStory.Any().Convert(story => new SeatStoryCase(story), @case => @case.Story);
}
