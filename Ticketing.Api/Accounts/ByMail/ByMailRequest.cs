using Ticketing.Core.Mails;

namespace Ticketing.Api.Accounts.ByMail;

/// <summary>Somebody asks for a mail; anything may be missing.</summary>
/// <param name="Language">Of the mail: <c>ko</c> or <c>en</c>.</param>
/// <param name="ReturnUrl">The path of the site to go on at, once it is done; told again to whoever uses the link.</param>
sealed record ByMailRequest(string? Email, string? Language, string? ReturnUrl)
{
    const int LongestReturnUrl = 500;

    public IEnumerable<(string Input, string Error)> Errors()
    {
        if (!EmailAddress.IsValid(Email?.Trim()))
            yield return ("email", "An e-mail address.");
        if (Language is not ("ko" or "en"))
            yield return ("language", "ko or en.");
        if (ReturnUrl?.Length > LongestReturnUrl || ReturnUrl?.Any(character => !char.IsAscii(character) || char.IsControl(character)) == true)
            yield return ("returnUrl", $"An address of at most {LongestReturnUrl} characters.");
    }
}

/// <summary>What the mail's link carried, and the password that its reader chose.</summary>
sealed record MailedLinkRequest(string? Token, string? Password);

/// <param name="ReturnUrl">As it was asked for.</param>
sealed record MailedLinkResponse(string? ReturnUrl);
