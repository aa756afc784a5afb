using System.CommandLine;
using Ticketing.Load.Comparing;
using Ticketing.Load.Scenarios;
using Ticketing.Load.Scenarios.Bookings;
using Ticketing.Load.Scenarios.OpeningNight;

namespace Ticketing.Tests.Load;

public sealed class OptionsTests
{
    static readonly RootCommand All = [new Compare().Command, new Holds().Command, new Streaming().Command, new BookingRate().Command, new Opening().Command];

    [Theory]
    [InlineData("compare --only holds,seatmap --strict")]
    [InlineData("compare --only race --rounds=3")]
    [InlineData("stream --clients 1000")]
    [InlineData("opening-night --scale 0.05 --bots 0")]
    [InlineData("bookings --compare --rounds 5")]
    [InlineData("holds --rates 500,1000 --seconds 2.5")]
    public void Parse_OfWhatTheDocsSay_FindsNoError(string line) => All.Parse(line).Errors.ShouldBeEmpty();

    [Theory]
    [InlineData("compare --only holds,seatmaps", "--only is separated by commas, each one of holds,seatmap,race,stream,waiting, not 'holds,seatmaps'.")]
    [InlineData("stream --clients 0", "--clients is a number from 1 on, not '0'.")]
    [InlineData("stream --clients many", "--clients is a number from 1 on, not 'many'.")]
    [InlineData("holds --rates 500;1000", "--rates is separated by commas, each a number from 1 on, not '500;1000'.")]
    [InlineData("opening-night --scale 0", "--scale is a number above 0, not '0'.")]
    [InlineData("stream --client 5", "Unrecognized command or argument '--client'.")]
    [InlineData("holds --strict", "Unrecognized command or argument '--strict'.")]
    [InlineData("hold", "Unrecognized command or argument 'hold'.")]
    public void Parse_OfWhatIsWrong_SaysWhat(string line, string error) =>
        All.Parse(line).Errors.Select(found => found.Message).ShouldContain(error);

    [Fact]
    public void GetNumbers_OfTheDefault_AreThoseThatHelpShows() =>
        Ticketing.Load.Options.GetNumbers(new Command("holds") { Rates }.Parse(""), Rates).ShouldBe([500, 1000]);

    static readonly Option<string> Rates = Ticketing.Load.Options.Numbers("--rates", "500,1000", "rates");
}
