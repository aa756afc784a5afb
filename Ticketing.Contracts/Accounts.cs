namespace Ticketing.Contracts;

/// <summary>By which a guest or a member is known.</summary>
/// <param name="Token">To be sent as <c>Authorization: Bearer …</c>.</param>
public sealed record CustomerResponse(Guid CustomerId, string Token, DateTimeOffset ExpiresAt);

/// <param name="Language">Of the mail that tells of a sign-in from somewhere new: <c>ko</c>, unless it is <c>en</c>.</param>
public sealed record LoginRequest(string? Email, string? Password, string? Language = null);

/// <param name="Language">Of the mail that tells of it: <c>ko</c>, unless it is <c>en</c>.</param>
public sealed record PasswordRequest(string? OldPassword, string? NewPassword, string? Language = null);

/// <summary>Somebody asks for a mail; anything may be missing.</summary>
/// <param name="Language">Of the mail: <c>ko</c> or <c>en</c>.</param>
/// <param name="ReturnUrl">The path of the site to go on at, once it is done; told again to whoever uses the link.</param>
public sealed record ByMailRequest(string? Email, string? Language, string? ReturnUrl);

/// <summary>What the mail's link carried, and the password that its reader chose.</summary>
public sealed record MailedLinkRequest(string? Token, string? Password);

/// <param name="ReturnUrl">As it was asked for.</param>
public sealed record MailedLinkResponse(string? ReturnUrl);

/// <summary>A session of a member's, as a customer or as staff.</summary>
/// <param name="UserAgent">As the browser or program called itself at the sign-in.</param>
/// <param name="Network">The client's IPv4 address or IPv6 network at the sign-in.</param>
/// <param name="IsThis">Whether it is the session that asks.</param>
public sealed record SessionResponse(
    Guid Id, DateTimeOffset CreatedAt, DateTimeOffset UsedAt, DateTimeOffset ExpiresAt, string? UserAgent, string? Network, bool IsThis);

/// <summary>Ends sessions, for who knows the password.</summary>
public sealed record RevocationRequest(string? Password);
