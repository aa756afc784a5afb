using Ticketing.Web.Drawing;

namespace Ticketing.Tests.Web;

public sealed class TitleLinesTests
{
    [Theory]
    [InlineData("파묘", 1)]
    [InlineData("어벤져스: 엔드게임", 2)]
    [InlineData("Everything Everywhere All at Once", 4)]
    [InlineData("Supercalifragilisticexpialidocious", 1)]
    public void Fit_WhenTitleIsLong_BreaksAtWordsAndKeepsAll(string title, int mostLines)
    {
        var (size, lines) = TitleLines.Fit(title, width: 168, height: 110);

        string.Join(' ', lines).ShouldBe(title);
        lines.Count.ShouldBeLessThanOrEqualTo(mostLines);
        (size * TitleLines.LineHeight * lines.Count).ShouldBeLessThanOrEqualTo(110);
    }

    [Fact]
    public void Fit_WhenTitleIsShort_UsesTheLargestType() => TitleLines.Fit("1987", width: 168, height: 110).Size.ShouldBe(30);
}
