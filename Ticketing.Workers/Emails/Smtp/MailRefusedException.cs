namespace Ticketing.Workers.Emails.Smtp;

/// <summary>The mail server did not take a mail, but may another time.</summary>
/// <param name="answer">Its answer, without the recipient.</param>
sealed class MailRefusedException(string answer) : Exception(answer);
