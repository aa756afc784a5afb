using Ticketing.Core.Requests;

namespace Ticketing.Web.Localization;

/// <summary>Browsers in a word or two, for people who are to know their own again. What a browser says of itself need not be true.</summary>
static class BrowserNames
{
    const int LongestUnknown = 60;

    /// <summary>In this order, since most also name those that came before them.</summary>
    static readonly (string Token, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("Whale/", "Whale"), ("SamsungBrowser/", "Samsung Internet"), ("KAKAOTALK", "KakaoTalk"),
        ("NAVER(", "NAVER"), ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    static readonly (string Token, string Name)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
    ];

    /// <summary>E.g. "Chrome, Windows"; of a program its own words; null where it says nothing.</summary>
    public static string? Of(string? userAgent)
    {
        if (string.IsNullOrWhiteSpace(userAgent))
            return null;

        string[] known = [.. ((string?[])[Find(Browsers, userAgent), Find(Systems, userAgent)]).OfType<string>()];
        return known is [] ? userAgent.Cut(LongestUnknown) : string.Join(", ", known);
    }

    static string? Find((string Token, string Name)[] names, string userAgent) =>
        Array.Find(names, name => userAgent.Contains(name.Token, StringComparison.Ordinal)).Name;
}
