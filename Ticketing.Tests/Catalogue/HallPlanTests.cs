using Ticketing.Core.Catalogue;
using Ticketing.Workers.Migrations.Demo;

namespace Ticketing.Tests.Catalogue;

public sealed class HallPlanTests
{
    public static TheoryData<string> Plans { get; } = [.. DemoCinemas.All.SelectMany(cinema => cinema.Halls).Select(hall => hall.Plan).Distinct()];

    [Theory]
    [InlineData("imax-624", 624)]
    [InlineData("screenx-280", 280)]
    [InlineData("standard-248", 248)]
    [InlineData("standard-196", 196)]
    [InlineData("standard-158", 158)]
    [InlineData("4dx-144", 144)]
    [InlineData("standard-124", 124)]
    [InlineData("standard-92", 92)]
    [InlineData("recliner-32", 32)]
    public void Read_WhenTheHallIsKnown_HasItsSeats(string plan, int seats) => Seats(plan).Count.ShouldBe(seats);

    [Theory]
    [MemberData(nameof(Plans))]
    public void Read_Always_CountsSeatsInDrawingOrder(string plan)
    {
        var seats = Seats(plan);

        seats.Select(seat => seat.Index).ShouldBe(Enumerable.Range(0, seats.Count));
        seats.Select(seat => (seat.Y, seat.X)).ShouldBeInOrder();
        seats.Select(seat => seat.Label).ShouldBeUnique();
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public void Read_Always_LettersRowsAndNumbersSeatsWithoutGaps(string plan)
    {
        var rows = Seats(plan).GroupBy(seat => seat.Row).ToList();

        rows.Select(row => row.Key).ShouldBe(Enumerable.Range(0, rows.Count).Select(row => $"{(char)('A' + row)}"));
        foreach (var row in rows)
        {
            row.Select(seat => seat.Number).ShouldBe(Enumerable.Range(1, row.Count()));
            row.Select(seat => seat.Y).Distinct().ShouldHaveSingleItem();
        }
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public void Read_Always_PutsACompanionBesideEveryWheelchair(string plan)
    {
        var seats = Seats(plan);
        var wheelchairs = seats.Where(seat => seat.Kind == SeatKind.Wheelchair).ToList();

        wheelchairs.ShouldNotBeEmpty();
        seats.Count(seat => seat.Kind == SeatKind.Companion).ShouldBe(wheelchairs.Count);
        wheelchairs.ShouldAllBe(place => seats.Any(seat =>
            seat.Kind == SeatKind.Companion && seat.Row == place.Row && Math.Abs(seat.X - place.X) == 1));
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public void Read_Always_HasUnevenRowsAnAisleAFrontAndAPrimeZone(string plan)
    {
        var seats = Seats(plan);
        var rows = seats.GroupBy(seat => seat.Row).ToList();

        rows.Select(row => row.Count()).Distinct().Count().ShouldBeGreaterThan(1);
        rows.ShouldContain(row => row.Max(seat => seat.X) - row.Min(seat => seat.X) >= row.Count());
        rows[0].ShouldAllBe(seat => seat.Zone == SeatZone.Front);
        seats.ShouldContain(seat => seat.Zone == SeatZone.Prime);
    }

    [Fact]
    public void Parse_WhenAMarkIsUnknown_NamesIt() =>
        Should.Throw<FormatException>(() => HallPlan.Parse("ss?", "hall").ToList()).Message.ShouldContain("'?'");

    static List<Seat> Seats(string plan) => [.. HallPlan.Read(plan, "hall")];
}
