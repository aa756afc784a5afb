using System.Globalization;
using System.Text;
using Ticketing.Sandbox.Inbox.Faults;

namespace Ticketing.Sandbox.Inbox.Smtp;

/// <summary>
/// One client's dialogue, the part of RFC 5321 that a sending server needs, with SIZE (RFC 1870), PIPELINING (RFC 2920),
/// 8BITMIME (RFC 6152) and SMTPUTF8 (RFC 6531).
/// </summary>
sealed class SmtpSession(Stream stream, SmtpOptions options, Mailbox mailbox, InboxFaults faults)
{
    static readonly string[] MailParameters = ["SIZE", "BODY", "SMTPUTF8"];

    readonly SmtpLines lines = new(stream, options.Patience);
    bool isGreeted;
    SmtpEnvelope? envelope;

    public async Task RunAsync(CancellationToken cancellation)
    {
        var welcome = await faults.StrikeAsync(SmtpMoment.Connect, [], cancellation);
        await ReplyAsync(welcome ?? $"220 {options.Domain} ESMTP sandbox", cancellation);
        if (welcome is not null)
            return;

        while (true)
        {
            var line = await lines.ReadAsync(options.LongestCommand, cancellation);
            if (line.Kind == SmtpLineKind.Closed)
                return;

            var command = line.Kind == SmtpLineKind.Line ? SmtpCommand.Parse(line.Content) : new SmtpCommand("", "");
            await ReplyAsync(line.Kind == SmtpLineKind.TooLong ? "500 Line too long" : await AnswerAsync(command, cancellation), cancellation);
            if (command.Verb == "QUIT")
                return;
        }
    }

    public Task SendAwayAsync(CancellationToken cancellation) =>
        ReplyAsync($"421 {options.Domain} Too many sessions, try again later", cancellation);

    async Task<string> AnswerAsync(SmtpCommand command, CancellationToken cancellation) => command.Verb switch
    {
        "MAIL" => await faults.StrikeAsync(SmtpMoment.Mail, [], cancellation) ?? Mail(command),
        "RCPT" => await faults.StrikeAsync(SmtpMoment.Rcpt, RecipientsOf(command), cancellation) ?? Recipient(command),
        "DATA" => await DataAsync(command, cancellation),
        _ => Answer(command),
    };

    string Answer(SmtpCommand command) => command.Verb switch
    {
        "EHLO" => Greet(command, extended: true),
        "HELO" => Greet(command, extended: false),
        "RSET" => Reset(),
        "NOOP" => "250 OK",
        "VRFY" => "252 Send some mail and see",
        "QUIT" => $"221 {options.Domain} Bye",
        "EXPN" or "HELP" or "AUTH" or "STARTTLS" => "502 Not implemented",
        _ => "500 Unknown command",
    };

    string Greet(SmtpCommand command, bool extended)
    {
        if (command.Argument is "")
            return "501 Say who you are";

        isGreeted = true;
        envelope = null;
        return extended
            ? $"250-{options.Domain}\r\n250-PIPELINING\r\n250-SIZE {options.LargestMessage}\r\n250-8BITMIME\r\n250 SMTPUTF8"
            : $"250 {options.Domain}";
    }

    string Mail(SmtpCommand command)
    {
        if (!isGreeted)
            return "503 Say EHLO first";
        if (envelope is not null)
            return "503 A mail is under way; RSET ends it";
        if (SmtpPath.Parse("FROM", command.Argument) is not { } path)
            return "501 Syntax: MAIL FROM:<address>";
        if (path.Parameters.Keys.Except(MailParameters).Any())
            return "555 Unknown parameter";
        if (path.Parameters.TryGetValue("SIZE", out var size))
        {
            if (!long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
                return "501 SIZE is a number of bytes";
            if (bytes > options.LargestMessage)
                return "552 Message too big";
        }

        envelope = new SmtpEnvelope(path.Address, []);
        return "250 OK";
    }

    string Recipient(SmtpCommand command)
    {
        if (envelope is null)
            return "503 Say MAIL first";
        if (SmtpPath.Parse("TO", command.Argument) is not { Address: not "" } path)
            return "501 Syntax: RCPT TO:<address>";
        if (path.Parameters.Count > 0)
            return "555 Unknown parameter";
        if (envelope.Recipients.Count >= options.MostRecipients)
            return "452 Too many recipients";

        envelope.Recipients.Add(path.Address);
        return "250 OK";
    }

    string Reset()
    {
        envelope = null;
        return "250 OK";
    }

    async Task<string> DataAsync(SmtpCommand command, CancellationToken cancellation)
    {
        if (command.Argument is not "")
            return "501 Syntax: DATA";
        if (envelope is not { Recipients.Count: > 0 } complete)
            return "503 Say MAIL and RCPT first";

        if (await faults.StrikeAsync(SmtpMoment.Data, complete.Recipients, cancellation) is { } refusal)
            return refusal;

        await ReplyAsync("354 End with <CRLF>.<CRLF>", cancellation);
        envelope = null;
        await faults.StrikeAsync(SmtpMoment.Text, complete.Recipients, cancellation);
        var message = await SmtpText.ReadAsync(lines, options, cancellation);
        if (message.Refusal is not null)
            return message.Refusal;

        if (await faults.StrikeAsync(SmtpMoment.End, complete.Recipients, cancellation) is { } refusedInTheEnd)
            return refusedInTheEnd;

        // The reply takes over the responsibility for the mail, so it is on the disk first.
        var id = await mailbox.KeepAsync(complete, message.Content, cancellation);
        await faults.StrikeAsync(SmtpMoment.Kept, complete.Recipients, cancellation);
        return id is null ? "554 Not a mail message" : $"250 OK {id}";
    }

    static string[] RecipientsOf(SmtpCommand command) => SmtpPath.Parse("TO", command.Argument) is { } path ? [path.Address] : [];

    // The only place that answers a client.
    async Task ReplyAsync(string reply, CancellationToken cancellation) =>
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{reply}\r\n"), cancellation);
}

/// <summary>Whom a mail really comes from and goes to, whatever its headers say.</summary>
sealed record SmtpEnvelope(string From, List<string> Recipients);
