using Ticketing.Core.Seats;
using Ticketing.SeatHolds.SeatMap;

namespace Ticketing.Tests.SeatMap;

public sealed class SeatChangesTests
{
    [Fact]
    public void TryParse_WhenSeatsChanged_TellsEachWithItsState()
    {
        SeatChanges.TryParse("7.42 h12,13 a40 x0", out var changes).ShouldBeTrue();

        changes.Version.ShouldBe(new SeatVersion(7, 42));
        changes.Changes.ShouldBe([new SeatChange(12, 'h'), new SeatChange(13, 'h'), new SeatChange(40, 'a'), new SeatChange(0, 'x')]);
    }

    [Fact]
    public void TryParse_WhenABookingIsPending_ShowsItsSeatsAsSold()
    {
        SeatChanges.TryParse("7.42 p3", out var changes).ShouldBeTrue();

        changes.Changes.ShouldBe([new SeatChange(3, 's')]);
    }

    [Fact]
    public void TryParse_WhenTheShowingWasBuiltAnew_HasNoSeats()
    {
        SeatChanges.TryParse("8.0", out var changes).ShouldBeTrue();

        changes.Version.ShouldBe(new SeatVersion(8, 0));
        changes.Changes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("7.x")]
    [InlineData("7.42 ")]
    [InlineData("7.42 h")]
    [InlineData("7.42 h1,")]
    [InlineData("7.42 h-1")]
    [InlineData("7.42 q1")]
    [InlineData("7.42  h1")]
    [InlineData("7.42 h99999999999")]
    public void TryParse_WhenItIsSomethingElse_RefusesIt(string? text) => SeatChanges.TryParse(text, out _).ShouldBeFalse();
}
