using Ticketing.SeatHolds.WaitingRooms;
using Ticketing.SeatHolds.WaitingRooms.Admission;
using Ticketing.SeatHolds.WaitingRooms.Places;

namespace Ticketing.Tests.WaitingRooms;

/// <summary>What people are told on taking a place, against what then happens to them.</summary>
public sealed class EstimateTests
{
    /// <summary>Visits in minutes: most people are quick, some take their time.</summary>
    static double Quick(double chance) => 60 * (1 + 7 * chance * chance);

    /// <summary>Any length from one minute to eight, one and a half times what is thought at first.</summary>
    static double Slow(double chance) => 60 * (1 + 7 * chance);

    static double Shopping(double chance) => 60 * (0.5 + 2 * chance);

    /// <summary>Where people are not as they are thought to be before anybody has left, nobody can know it at once: within five minutes.</summary>
    public static TheoryData<string, int, double, double, Func<double, double>, int> Sales => new()
    {
        { "as expected", 300, 20, 0.12, Quick, 0 },
        { "slow people", 300, 20, 0.12, Slow, 5 },
        { "quick people", 300, 20, 0.12, Shopping, 5 },
        { "many who have gone", 300, 20, 0.45, Quick, 0 },
        { "a small room", 60, 5, 0.12, Quick, 0 },
        { "a room larger than the rate can fill", 5000, 4, 0.12, Quick, 0 },
    };

    /// <summary>The rate fills the room, then turns come only as others leave; later comers join behind the crowd of the opening.</summary>
    [Theory]
    [MemberData(nameof(Sales))]
    public void Estimate_OfACrowd_IsAboutWhatHappens(string sale, int cap, double rate, double absent, Func<double, double> visit, int minutes)
    {
        var crowd = cap < 100 ? 1000 : 4000;
        var simulated = new SimulatedSale(cap, rate, seed: 7) { Visit = visit, Absent = absent, JudgedFrom = TimeSpan.FromMinutes(minutes) }
            .Run(crowd, crowd / 2, TimeSpan.FromMinutes(40));

        simulated.MostInside.ShouldBeLessThanOrEqualTo(cap);
        simulated.Waits.Count.ShouldBeGreaterThan(crowd * 3 / 4);
        var ratios = simulated.Waits.Select(wait => wait.Actual / wait.Estimated).Order().ToArray();
        var good = ratios.Count(ratio => ratio is >= 0.7 and <= 1.5);
        (good / (double)ratios.Length).ShouldBeGreaterThanOrEqualTo(
            0.9, $"{sale}: tenths at {string.Join(' ', Enumerable.Range(0, 10).Select(tenth => $"{ratios[tenth * ratios.Length / 10]:F2}"))}");
    }

    /// <summary>Against the same row by way of the step in which the lots are drawn.</summary>
    [Theory]
    [InlineData(300, 20)]
    [InlineData(5, 20)]
    [InlineData(5000, 2)]
    public void Estimate_OfAnEarlyComer_IsWhatTheyAreToldAtTheOpening(int cap, double rate)
    {
        var options = new WaitingRoomOptions();
        var opening = new DateTimeOffset(2030, 1, 4, 11, 0, 0, TimeSpan.Zero);
        var row = new WaitingRoomRow(
            1, null, 1, cap, rate, opening, new byte[32], 1000, opening, 1000, 2000, [], 0, 0, 0, 0, 0, 0, opening, opening, opening, [1]);
        var plan = AdmissionPlan.Of(new ActiveWaitingRoom(row, null), new Occupancy(0, 0, 0, 0, [], []), options);
        var opened = row with { AdmittedUpTo = plan.UpTo, Budget = plan.Budget, AdmissionRate = plan.Rate, Unclaimed = plan.Unclaimed };

        foreach (var position in (long[])[0, 4, 5, 299, 300, 999])
            WaitEstimate.AtOpening(row, position, options.TypicalVisit).ShouldBe(WaitEstimate.Of(opened, position), 0.001);
    }

    [Fact]
    public void VisitLength_WithoutExperience_IsTheTypicalOne() => VisitLength.Mean([], [], 180).ShouldBe(180);

    [Fact]
    public void VisitLength_WhenAllHaveLeft_IsTheirMean() => VisitLength.Mean([60, 120, 300], [], 180).ShouldBe(160, 0.001);

    /// <summary>After two minutes of a sale only the quick have left: their mean would be 80 s, and the truth is 240 s.</summary>
    [Fact]
    public void VisitLength_WhenOnlyTheQuickHaveLeft_CountsThoseWhoAreInside() =>
        VisitLength.Mean([70, 80, 90], Enumerable.Repeat(120.0, 27), 240).ShouldBeInRange(200, 240);
}
