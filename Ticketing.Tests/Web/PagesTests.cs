using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Razor.Hosting;

namespace Ticketing.Tests.Web;

/// <summary><c>docs/pages.md</c> has every page of the site, and a test that opens it in a browser.</summary>
public sealed partial class PagesTests
{
    static readonly IReadOnlyList<Match> Rows = [.. Row().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs/pages.md"))).Cast<Match>()];

    /// <summary>Addresses as Razor knows them, e.g. <c>/films/{id}</c>.</summary>
    public static IReadOnlyList<string> Addresses { get; } =
    [
        .. Assembly.Load("Ticketing.Web").GetCustomAttributes<RazorCompiledItemAttribute>().Where(item => item.Kind == "mvc.1.0.razor-page")
            .Select(page => page.Type.GetCustomAttributes<RazorCompiledItemMetadataAttribute>().Single(known => known.Key == "RouteTemplate").Value),
    ];

    /// <summary>How long each may be kept, as it says itself; by its address.</summary>
    public static IReadOnlyDictionary<string, string> Kept { get; } = Rows.ToDictionary(AddressOf, row => row.Groups["kept"].Value);

    [Fact]
    public void Table_HasEveryPageAndNoOther() => Rows.Select(AddressOf).Order().ShouldBe(Addresses.Order());

    [Fact]
    public void Table_NamesTestsThatRunInABrowser()
    {
        var tests = typeof(PagesTests).Assembly.GetTypes().Where(RunsInABrowser).Select(type => type.Name).ToHashSet();

        Rows.Select(row => row.Groups["test"].Value).ShouldAllBe(test => tests.Contains(test));
    }

    static string AddressOf(Match row) => row.Groups["address"].Value.Replace("\\|", "|", StringComparison.Ordinal);

    static bool RunsInABrowser(Type type) => type.CustomAttributes
        .Any(known => known.AttributeType == typeof(TraitAttribute) && known.ConstructorArguments is [{ Value: "Category" }, { Value: "Browser" }]);

    [GeneratedRegex(@"^\| [^|]+ \| `(?<address>(?:[^`|]|\\\|)+)` \| .* \| `(?<kept>[^`]+)` \| `(?<test>\w+)` \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
