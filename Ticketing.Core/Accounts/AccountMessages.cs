using Ticketing.Core.Mails;

namespace Ticketing.Core.Accounts;

/// <summary>An <see cref="AccountRequest"/> was made: the mail to its address says what is to be done.</summary>
public sealed record AccountRequested(Guid RequestId);

/// <summary>A member has another password: they are told, in case it was not them.</summary>
/// <param name="Language">Of the mail: <c>ko</c> or <c>en</c>.</param>
public sealed record PasswordChanged(Guid MemberId, string Language);

/// <summary>Something happened to a member's account that they are to know of, in case it was not them.</summary>
/// <param name="Kind">Of the mail that says what.</param>
/// <param name="Language">Of the mail: <c>ko</c> or <c>en</c>.</param>
public sealed record SecurityNotice(Guid MemberId, MailKind Kind, string Language);
