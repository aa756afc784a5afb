using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Api.Edges;
using Ticketing.Core.Accounts;
using Ticketing.Core.Mails;
using Ticketing.Core.Problems;

namespace Ticketing.Api.Accounts.ByMail;

/// <summary>
/// Registering, and getting a new password: both go by a mail to the address. Who asks is told the same whether the address is a
/// member's or not; in fact nothing here looks.
/// </summary>
static class ByMailEndpoints
{
    public static void AddAccountsByMail(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<AccountMailOptions>().BindConfiguration("AccountMails").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddScoped<AskByMail>();
        builder.Services.AddScoped<UseMailedLink>();
    }

    public static void MapAccountsByMail(this IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("/api/accounts").WithTags("Accounts").RequireRateLimiting(RateLimits.Accounts);
        accounts.MapPost("/registrations", AskToRegister).RequireRateLimiting(RateLimits.AccountMails);
        accounts.MapPost("/confirmations", Confirm);
        accounts.MapPost("/password-resets", AskForPassword).RequireRateLimiting(RateLimits.AccountMails);
        accounts.MapPost("/passwords", SetPassword);
    }

    static Task<Results<Accepted, ProblemHttpResult>> AskToRegister(ByMailRequest request, AskByMail ask, CancellationToken ct) =>
        AskAsync(AccountRequestKind.Registration, request, ask, ct);

    static Task<Results<Accepted, ProblemHttpResult>> AskForPassword(ByMailRequest request, AskByMail ask, CancellationToken ct) =>
        AskAsync(AccountRequestKind.PasswordReset, request, ask, ct);

    static async Task<Results<Accepted, ProblemHttpResult>> AskAsync(
        AccountRequestKind kind, ByMailRequest request, AskByMail ask, CancellationToken ct)
    {
        if (request.Errors().ToArray() is { Length: > 0 } errors)
            return Problem.Validation(errors);

        await ask.HandleAsync(kind, request, ct);
        return TypedResults.Accepted((string?)null);
    }

    static Task<Results<Ok<MailedLinkResponse>, ProblemHttpResult>> Confirm(
        MailedLinkRequest request, HttpContext http, UseMailedLink use, CancellationToken ct) =>
        UseAsync(AccountRequestKind.Registration, request, http, use, ct);

    static Task<Results<Ok<MailedLinkResponse>, ProblemHttpResult>> SetPassword(
        MailedLinkRequest request, HttpContext http, UseMailedLink use, CancellationToken ct) =>
        UseAsync(AccountRequestKind.PasswordReset, request, http, use, ct);

    static Task<Results<Ok<MailedLinkResponse>, ProblemHttpResult>> UseAsync(
        AccountRequestKind kind, MailedLinkRequest request, HttpContext http, UseMailedLink use, CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        return use.HandleAsync(kind, request, http, ct);
    }
}

/// <summary>Somebody asks for a mail; anything may be missing.</summary>
/// <param name="Language">Of the mail: <c>ko</c> or <c>en</c>.</param>
/// <param name="ReturnUrl">The path of the site to go on at, once it is done; told again to whoever uses the link.</param>
sealed record ByMailRequest(string? Email, string? Language, string? ReturnUrl)
{
    const int LongestReturnUrl = 500;

    public IEnumerable<(string Input, string Error)> Errors()
    {
        if (!EmailAddress.IsValid(Email))
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

/// <summary>The section <c>AccountMails</c>.</summary>
sealed class AccountMailOptions
{
    /// <summary>How many an address gets in an hour, whoever asks for them.</summary>
    [Range(1, 100)]
    public int PerHourAndAddress { get; init; } = 4;
}
