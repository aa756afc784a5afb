using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Ticketing.Core.Accounts;

/// <summary>
/// Somebody wants to register an address, or a new password for it. Nothing comes of it before the link is used that goes to that
/// address by mail: there is no member, and no password is known, until the address is confirmed.
/// </summary>
public sealed class AccountRequest
{
    /// <summary>How long it is kept: longer than any link lasts.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(2);

    public required Guid Id { get; init; }
    public required AccountRequestKind Kind { get; init; }

    /// <summary>As it was typed.</summary>
    public required string Email { get; init; }

    /// <summary>As Identity compares addresses.</summary>
    public required string NormalizedEmail { get; init; }

    /// <summary>Of the mail: <c>ko</c> or <c>en</c>.</summary>
    public required string Language { get; init; }

    /// <summary>The path of this site that its customer came from, if any.</summary>
    public string? ReturnUrl { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Of the link in the mail: see <see cref="AccountToken"/>. Null until it is sent, and from when it was used or made void.</summary>
    public byte[]? TokenHash { get; private set; }

    /// <summary>From then on the link does nothing. With no link: it was used or made void, before it was sent perhaps.</summary>
    public DateTimeOffset? TokenEndsAt { get; private set; }

    /// <summary>Nothing is to be mailed any more.</summary>
    public bool IsOver => TokenHash is null && TokenEndsAt is not null;

    /// <summary>Gives it the link that its mail will have; one that it had before does nothing any more.</summary>
    public AccountToken IssueToken(DateTimeOffset now)
    {
        var token = AccountToken.New();
        (TokenHash, TokenEndsAt) = (token.Hash, now + LifetimeOf(Kind));
        return token;
    }

    /// <summary>Who has a link to a new password has the account, so it is short.</summary>
    static TimeSpan LifetimeOf(AccountRequestKind kind) => kind == AccountRequestKind.Registration ? TimeSpan.FromDays(1) : TimeSpan.FromHours(1);
}

public enum AccountRequestKind
{
    Registration,
    PasswordReset,
}

/// <summary>
/// What a link of a mail about an account carries: 256 random bits. It is written down nowhere but in the mail; the database has its hash,
/// which needs no salt since nobody can guess what it is of.
/// </summary>
public sealed class AccountToken
{
    const int Bytes = 32;

    readonly string text;

    AccountToken(string text)
    {
        this.text = text;
        Hash = SHA256.HashData(Encoding.ASCII.GetBytes(text));
    }

    public byte[] Hash { get; }

    public static AccountToken New() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes)));

    /// <summary>Null for what cannot be one.</summary>
    public static AccountToken? Read(string? text) =>
        text?.Length == Base64Url.GetEncodedLength(Bytes) && Base64Url.IsValid(text, out var length) && length == Bytes ? new AccountToken(text) : null;

    /// <summary>For the address in the mail, and nowhere else.</summary>
    public string Reveal() => text;
}

/// <summary>An <see cref="AccountRequest"/> was made: the mail to its address says what is to be done.</summary>
public sealed record AccountRequested(Guid RequestId);

/// <summary>A member has another password: they are told, in case it was not them.</summary>
/// <param name="Language">Of the mail: <c>ko</c> or <c>en</c>.</param>
public sealed record PasswordChanged(Guid MemberId, string Language);

/// <summary>Something happened to a member's account that they are to know of, in case it was not them.</summary>
/// <param name="Kind">Of the mail that says what.</param>
/// <param name="Language">Of the mail: <c>ko</c> or <c>en</c>.</param>
public sealed record SecurityNotice(Guid MemberId, MailKind Kind, string Language);
