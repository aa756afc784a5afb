namespace Ticketing.Sandbox.Inbox.Smtp;

/// <summary>Whom a mail really comes from and goes to, whatever its headers say.</summary>
sealed record SmtpEnvelope(string From, List<string> Recipients);
