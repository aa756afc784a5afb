using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Problems;
using Ticketing.Web.Catalogue;
using Ticketing.Web.Localization;
using Ticketing.Web.Pages.Bookings;
using Ticketing.Web.Pages.Errors;

namespace Ticketing.Tests.Web;

/// <summary>Every text exists in both languages, and pages ask for no other.</summary>
public sealed partial class TextsTests
{
    [Theory]
    [InlineData(typeof(Texts))]
    [InlineData(typeof(ProblemWords))]
    public void Texts_WhenComparedByLanguage_HaveTheSameNamesAndPlaceholders(Type resource)
    {
        var korean = Read(resource, CultureInfo.InvariantCulture);
        var english = Read(resource, CultureInfo.GetCultureInfo("en"));

        english.Keys.Order().ShouldBe(korean.Keys.Order());
        foreach (var (name, words) in korean)
            Placeholders(english[name]).ShouldBe(Placeholders(words), name);
    }

    [Fact]
    public void Pages_WhenTheyNameAText_NameOneThatExists()
    {
        var texts = Read(typeof(Texts), CultureInfo.InvariantCulture);
        var named = SourcesOf("Ticketing.Web").SelectMany(file => NamedText().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).Distinct().ToList();

        named.Count.ShouldBeGreaterThan(100);
        named.Where(name => !texts.ContainsKey(name)).ShouldBeEmpty();
    }

    [Fact]
    public void Texts_WhenNamedByAnEnum_CoverEveryValue()
    {
        var texts = Read(typeof(Texts), CultureInfo.InvariantCulture);
        string[] names =
        [
            .. Enum.GetNames<FilmRating>().Select(rating => $"Rating.{rating}"),
            .. Enum.GetNames<AuditoriumFormat>().Select(format => $"Format.{format}"),
            .. Enum.GetNames<Concession>().Select(concession => $"Concession.{concession}"),
            .. Enum.GetNames<BookingStatus>().SelectMany(status => (string[])[$"Booking.{status}.Title", $"Booking.{status}.Text"]),
            .. ((string[])["ShowingCancelled", "PaidTooLate", "CalledOff", "PartlyCancelled", "Past"]).SelectMany(standing => (string[])[$"Booking.{standing}.Title", $"Booking.{standing}.Text"]),
            .. Enum.GetNames<ErrorKind>().SelectMany(kind => (string[])[$"Error.{kind}.Title", $"Error.{kind}.Text"]),
            .. Enum.GetNames<AddressLink>().Concat(Enum.GetNames<AddressChangeDone>()).SelectMany(step => (string[])[$"Address.{step}.Title", $"Address.{step}.Text"]),
            $"Sale.{ShowingSale.Closed}", $"Sale.{ShowingSale.Cancelled}",
            .. ((string[])["Contract", "Prices", "Tickets", "Cancelling", "Cancelled", "Complaints"]).SelectMany(subject => (string[])[$"Terms.{subject}.Title", $"Terms.{subject}.Text"]),
        ];

        names.Where(name => !texts.ContainsKey(name)).ShouldBeEmpty();
    }

    [Fact]
    public void ProblemWords_WhenTheServicesNameACode_HaveWordsForIt()
    {
        var words = Read(typeof(ProblemWords), CultureInfo.InvariantCulture);
        string[] services = ["Ticketing.Api", "Ticketing.SeatHolds", "Ticketing.Core"];
        var named = services.SelectMany(SourcesOf).SelectMany(file => NamedCode().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Concat(typeof(ProblemCodes).GetFields().Select(code => (string)code.GetRawConstantValue()!))
            // Told to the payment provider only.
            .Except(["invalid_signature"])
            .ToList();

        named.Count.ShouldBeGreaterThan(30);
        named.Where(code => !words.ContainsKey(code)).ShouldBeEmpty();
    }

    [Fact]
    public void Texts_WhenThePasswordRulesNameACode_HaveWordsForIt()
    {
        var texts = Read(typeof(Texts), CultureInfo.InvariantCulture);
        var named = SourcesOf("Ticketing.Core").SelectMany(file => NamedRule().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).ToList();

        named.Count.ShouldBeGreaterThan(4);
        named.Where(code => !texts.ContainsKey($"Identity.{code}")).ShouldBeEmpty();
    }

    static Dictionary<string, string> Read(Type resource, CultureInfo culture)
    {
        var set = new ResourceManager(resource).GetResourceSet(culture, createIfNotExists: true, tryParents: false);
        return set.ShouldNotBeNull().Cast<System.Collections.DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
    }

    static IEnumerable<string> Placeholders(string words) => Placeholder().Matches(words).Select(match => match.Value).Distinct().Order();

    static IEnumerable<string> SourcesOf(string project) =>
        Directory.EnumerateFiles(Path.Combine(Root(), project), "*.cs*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Ticketing.sln")))
            folder = Path.GetDirectoryName(folder).ShouldNotBeNull("the repository's root is above the tests");

        return folder;
    }

    [GeneratedRegex("""\{\d\}""")]
    private static partial Regex Placeholder();

    /// <summary>T["…"], text["…"] and validation messages.</summary>
    [GeneratedRegex("""(?:\bT\[|ErrorMessage = )"([A-Z][A-Za-z]*\.[A-Za-z_.0-9]+)""")]
    private static partial Regex NamedText();

    /// <summary>Error("…"), of a rule of passwords.</summary>
    [GeneratedRegex("""\bError\("(Password[A-Za-z]+)"[,)]""")]
    private static partial Regex NamedRule();

    /// <summary>Problem.Conflict("…"), and a code set by hand.</summary>
    [GeneratedRegex("""(?:\bProblem\.[A-Z][A-Za-z]+\(\s*|\["code"\] = )"([a-z_]+)""")]
    private static partial Regex NamedCode();
}
