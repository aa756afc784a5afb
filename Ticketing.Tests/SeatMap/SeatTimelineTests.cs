using System.Globalization;
using Ticketing.Core.Seats;
using Ticketing.SeatHolds.SeatMap;

namespace Ticketing.Tests.SeatMap;

public sealed class SeatTimelineTests
{
    readonly SeatTimeline seats = new(States("7.40", "aaaaa"));

    [Fact]
    public void Receive_WhenItIsTheNext_ChangesTheSeats()
    {
        Receive("7.41 h1,2").ShouldBe(Reception.Applied);
        Receive("7.42 a2 s1").ShouldBe(Reception.Applied);

        seats.Now.States.ShouldBe("asaaa");
        seats.Version.ShouldBe(Version("7.42"));
    }

    [Fact]
    public void Receive_WhenItComesTwice_ChangesNothing()
    {
        Receive("7.41 h1");
        Receive("7.42 a1");

        Receive("7.41 h1").ShouldBe(Reception.Known);
        seats.Now.States.ShouldBe("aaaaa");
    }

    [Fact]
    public void Receive_WhenOneIsMissing_IsAGapUntilAllSeatsAreRead()
    {
        Receive("7.42 h2").ShouldBe(Reception.Gap);
        seats.Now.States.ShouldBe("aaaaa");

        seats.Adopt(States("7.42", "ahhaa")).ShouldBeTrue();
        // The one that was late.
        Receive("7.41 h1").ShouldBe(Reception.Known);
        Receive("7.43 h3").ShouldBe(Reception.Applied);
        seats.Now.States.ShouldBe("ahhha");
    }

    [Fact]
    public void Receive_WhenTheShowingWasBuiltAnew_IsAGapUntilAllSeatsAreRead()
    {
        Receive("8.0").ShouldBe(Reception.Gap);

        seats.Adopt(States("8.0", "saaaa")).ShouldBeTrue();
        Receive("7.41 h1").ShouldBe(Reception.Known);
        Receive("8.1 h4").ShouldBe(Reception.Applied);
        seats.Now.States.ShouldBe("saaah");
    }

    [Fact]
    public void Receive_WhenItTellsOfNoSeat_IsAGapUntilAllIsRead() => Receive("7.41").ShouldBe(Reception.Gap);

    [Fact]
    public void Receive_WhenTheSeatIsInNoLayout_IsAGap() => Receive("7.41 h5").ShouldBe(Reception.Gap);

    [Fact]
    public void Adopt_WhenChangesHaveArrivedSinceItWasRead_KeepsThem()
    {
        Receive("7.41 h1");

        seats.Adopt(States("7.40", "aaaaa")).ShouldBeFalse();
        seats.Now.States.ShouldBe("ahaaa");
    }

    [Fact]
    public void Adopt_WhenNothingIsNew_SaysSo() => seats.Adopt(States("7.40", "aaaaa")).ShouldBeFalse();

    [Fact]
    public void ChangesSince_WhenASeatChangedTwice_TellsWhatItIsNow()
    {
        Receive("7.41 h1,2");
        Receive("7.42 h3");
        Receive("7.43 a2");

        seats.ChangesSince(Version("7.40")).ShouldBe([new SeatChange(1, 'h'), new SeatChange(2, 'a'), new SeatChange(3, 'h')]);
        seats.ChangesSince(Version("7.42")).ShouldBe([new SeatChange(2, 'a')]);
        seats.ChangesSince(Version("7.43")).ShouldBeEmpty();
    }

    [Fact]
    public void KnowsWhatChangedSince_WhenSomethingWasMissed_KnowsOnlyFromThereOn()
    {
        Receive("7.41 h1");
        seats.Adopt(States("7.50", "ahaas"));
        Receive("7.51 h2");

        seats.KnowsWhatChangedSince(Version("7.50")).ShouldBeTrue();
        seats.KnowsWhatChangedSince(Version("7.51")).ShouldBeTrue();
        seats.KnowsWhatChangedSince(Version("7.41")).ShouldBeFalse();
        seats.KnowsWhatChangedSince(Version("7.52")).ShouldBeFalse();
        seats.KnowsWhatChangedSince(Version("6.50")).ShouldBeFalse();
        seats.KnowsWhatChangedSince(Version("8.50")).ShouldBeFalse();
    }

    Reception Receive(string message)
    {
        SeatChanges.TryParse(message, out var changes).ShouldBeTrue();
        return seats.Receive(changes);
    }

    static SeatVersion Version(string text) => SeatVersion.Parse(text, CultureInfo.InvariantCulture);

    static SeatStates States(string version, string states) =>
        new(Version(version), states, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1), Cancelled: false);
}
