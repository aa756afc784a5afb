using MailKit.Net.Smtp;
using MimeKit;

namespace Ticketing.Tests.Sandbox;

/// <summary>The mail server: with MailKit as any sender would, and by hand where senders go wrong.</summary>
public sealed class SmtpTests(SandboxProcess sandbox) : IClassFixture<SandboxProcess>
{
    [Fact]
    public async Task Send_WhenDotsAndKoreanAreInIt_KeepsThemAsTheyAre()
    {
        var recipient = ARecipient();
        using var mail = AMail(recipient, "예매 완료 🎬 – 듄: 파트 2", ".\r\n..two dots\r\n.one dot\r\nlast.\r\n");

        await SendAsync(mail);

        var kept = await sandbox.MailToAsync(recipient);
        kept.Subject.ShouldBe("예매 완료 🎬 – 듄: 파트 2");
        kept.From.ShouldBe("\"극장\" <cinema@ticketing.example>");
        kept.To.ShouldBe([recipient]);
        kept.Text!.ReplaceLineEndings("\r\n").ShouldBe(".\r\n..two dots\r\n.one dot\r\nlast.\r\n");
    }

    [Fact]
    public async Task Send_WhenTwoMailsUseOneConnection_KeepsBoth()
    {
        var (first, second) = (ARecipient(), ARecipient());
        using var client = new SmtpClient();
        await client.ConnectAsync("127.0.0.1", sandbox.SmtpPort);
        client.Capabilities.HasFlag(SmtpCapabilities.Pipelining).ShouldBeTrue();
        client.MaxSize.ShouldBe(10u * 1024 * 1024);

        await client.SendAsync(AMail(first, "one", "1"));
        await client.SendAsync(AMail(second, "two", "2"));
        await client.DisconnectAsync(quit: true);

        (await sandbox.MailToAsync(first)).Subject.ShouldBe("one");
        (await sandbox.MailToAsync(second)).Subject.ShouldBe("two");
    }

    [Fact]
    public async Task Send_WhenSomeoneIsInBlindCopy_IsFoundByBoth()
    {
        var (open, blind) = (ARecipient(), ARecipient());
        using var mail = AMail(open, "s", "t");
        mail.Bcc.Add(MailboxAddress.Parse(blind));

        await SendAsync(mail);

        (await sandbox.MailToAsync(open)).Id.ShouldBe((await sandbox.MailToAsync(blind.ToUpperInvariant())).Id);
    }

    [Fact]
    public async Task Send_WhenTheAddressIsKorean_IsKept()
    {
        using var smtp = await SmtpDialogue.StartAsync(sandbox.SmtpPort);
        await smtp.SayAsync("EHLO test");
        await smtp.SayAsync("MAIL FROM:<극장@예매.example> SMTPUTF8");
        await smtp.SayAsync("RCPT TO:<민아@예매.example>");
        await smtp.SayAsync("DATA");

        (await smtp.SayAsync("Subject: 표\r\n\r\n본문\r\n.")).ShouldStartWith("250 ");

        var kept = await sandbox.MailToAsync("민아@예매.example");
        kept.Subject.ShouldBe("표");
        kept.Text!.Trim().ShouldBe("본문");
    }

    [Fact]
    public async Task Commands_WhenPipelined_AreAnsweredInOrder()
    {
        var recipient = ARecipient();
        using var smtp = await SmtpDialogue.StartAsync(sandbox.SmtpPort);
        await smtp.SayAsync("EHLO test");

        await smtp.SendAsync($"MAIL FROM:<a@b.example>\r\nRCPT TO:<{recipient}>\r\nRCPT TO:<broken\r\nDATA\r\n");
        (await smtp.HearAsync()).ShouldStartWith("250 ");
        (await smtp.HearAsync()).ShouldStartWith("250 ");
        (await smtp.HearAsync()).ShouldStartWith("501 ");
        (await smtp.HearAsync()).ShouldStartWith("354 ");
        await smtp.SendAsync("Subject: piped\r\n\r\ntext\r\n.\r\nNOOP\r\nQUIT\r\n");
        (await smtp.HearAsync()).ShouldStartWith("250 ");
        (await smtp.HearAsync()).ShouldStartWith("250 ");
        (await smtp.HearAsync()).ShouldStartWith("221 ");
        (await smtp.HearAsync()).ShouldBe("");

        (await sandbox.MailToAsync(recipient)).Subject.ShouldBe("piped");
    }

    [Fact]
    public async Task Commands_WhenOutOfOrder_AreRefused()
    {
        using var smtp = await SmtpDialogue.StartAsync(sandbox.SmtpPort);

        (await smtp.SayAsync("MAIL FROM:<a@b.example>")).ShouldStartWith("503 ");
        (await smtp.SayAsync("EHLO")).ShouldStartWith("501 ");
        (await smtp.SayAsync("HELO test")).ShouldStartWith("250 ");
        (await smtp.SayAsync("RCPT TO:<a@b.example>")).ShouldStartWith("503 ");
        (await smtp.SayAsync("DATA")).ShouldStartWith("503 ");
        (await smtp.SayAsync("MAIL FROM:<a@b.example>")).ShouldStartWith("250 ");
        (await smtp.SayAsync("MAIL FROM:<a@b.example>")).ShouldStartWith("503 ");
        (await smtp.SayAsync("DATA")).ShouldStartWith("503 ");
        (await smtp.SayAsync("RCPT TO:<>")).ShouldStartWith("501 ");
        (await smtp.SayAsync("RCPT TO:<a@b.example>")).ShouldStartWith("250 ");
        (await smtp.SayAsync("RSET")).ShouldStartWith("250 ");
        (await smtp.SayAsync("DATA")).ShouldStartWith("503 ");
        (await smtp.SayAsync("MAIL FROM:<a@b.example> FUTURE=1")).ShouldStartWith("555 ");
        (await smtp.SayAsync("STARTTLS")).ShouldStartWith("502 ");
        (await smtp.SayAsync("GET / HTTP/1.1")).ShouldStartWith("500 ");
        (await smtp.SayAsync(new string('x', 5_000))).ShouldStartWith("500 ");
        (await smtp.SayAsync("quit")).ShouldStartWith("221 ");
    }

    [Fact]
    public async Task Send_WhenTooBig_IsRefusedAndTheSessionGoesOn()
    {
        var recipient = ARecipient();
        using var smtp = await SmtpDialogue.StartAsync(sandbox.SmtpPort);
        await smtp.SayAsync("EHLO test");

        (await smtp.SayAsync($"MAIL FROM:<a@b.example> SIZE={11 * 1024 * 1024}")).ShouldStartWith("552 ");
        await smtp.SayAsync("MAIL FROM:<a@b.example> SIZE=10");
        await smtp.SayAsync($"RCPT TO:<{recipient}>");
        await smtp.SayAsync("DATA");
        await smtp.SendAsync("Subject: big\r\n\r\n");
        var line = new string('x', 998) + "\r\n";
        for (var lines = 0; lines < 10 * 1024 + 600; lines++)
            await smtp.SendAsync(line);
        (await smtp.SayAsync(".")).ShouldStartWith("552 ");

        (await smtp.SayAsync("NOOP")).ShouldStartWith("250 ");
        (await sandbox.MailsToAsync(recipient)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Send_WhenALineIsTooLong_IsRefusedAndTheSessionGoesOn()
    {
        var recipient = ARecipient();
        using var smtp = await SmtpDialogue.StartAsync(sandbox.SmtpPort);
        await smtp.SayAsync("EHLO test");
        await smtp.SayAsync("MAIL FROM:<a@b.example>");
        await smtp.SayAsync($"RCPT TO:<{recipient}>");
        await smtp.SayAsync("DATA");

        (await smtp.SayAsync($"Subject: long\r\n\r\n{new string('x', 100_000)}\r\n.")).ShouldStartWith("500 ");

        (await smtp.SayAsync("NOOP")).ShouldStartWith("250 ");
        (await sandbox.MailsToAsync(recipient)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\n.\n")]
    [InlineData("\n.\r\n")]
    [InlineData("\r\n.\n")]
    public async Task Send_WhenALoneLineFeedPretendsToEndTheMail_DoesNotEnd(string pretence)
    {
        var (recipient, smuggled) = (ARecipient(), ARecipient());
        using var smtp = await SmtpDialogue.StartAsync(sandbox.SmtpPort);
        await smtp.SayAsync("EHLO test");
        await smtp.SayAsync("MAIL FROM:<a@b.example>");
        await smtp.SayAsync($"RCPT TO:<{recipient}>");
        await smtp.SayAsync("DATA");

        var reply = await smtp.SayAsync($"Subject: s\r\n\r\ntext{pretence}MAIL FROM:<a@b.example>\r\nRCPT TO:<{smuggled}>\r\nDATA\r\nSubject: x\r\n\r\n.");

        reply.ShouldStartWith("250 ");
        (await sandbox.MailsToAsync(recipient)).ShouldHaveSingleItem();
        (await sandbox.MailsToAsync(smuggled)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Connect_WhenTooManyAreThere_IsSentAwayUntilOneLeaves()
    {
        // A server of its own: the crowd would send other tests away.
        await using var crowded = new CrowdedSandbox();
        await crowded.InitializeAsync();

        (await crowded.FillAsync()).ShouldStartWith("421 ");
        crowded.Empty();

        await Eventually.BecomesAsync(crowded.KnockAsync, welcome => welcome.StartsWith("220 ", StringComparison.Ordinal));
    }

    static string ARecipient() => $"{Guid.NewGuid():N}@example.com";

    static MimeMessage AMail(string to, string subject, string text)
    {
        var mail = new MimeMessage { Subject = subject, Body = new TextPart("plain") { Text = text } };
        mail.From.Add(new MailboxAddress("극장", "cinema@ticketing.example"));
        mail.To.Add(MailboxAddress.Parse(to));
        return mail;
    }

    async Task SendAsync(MimeMessage mail)
    {
        using var client = new SmtpClient();
        await client.ConnectAsync("127.0.0.1", sandbox.SmtpPort);
        await client.SendAsync(mail);
        await client.DisconnectAsync(quit: true);
    }
}
