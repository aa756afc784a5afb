namespace Ticketing.Api.Accounts;

/// <summary>Of a mail that nobody asked for.</summary>
static class MailLanguage
{
    /// <param name="asked">What the page is in, that led to it; anything may be missing.</param>
    public static string Of(string? asked) => asked is "en" ? "en" : "ko";
}
