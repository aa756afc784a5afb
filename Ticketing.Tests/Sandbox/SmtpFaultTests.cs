using MailKit.Net.Smtp;
using MimeKit;

namespace Ticketing.Tests.Sandbox;

/// <summary>A mail server that refuses, dawdles or hangs up, as a sender with MailKit meets it.</summary>
public sealed class SmtpFaultTests(SandboxProcess sandbox) : IClassFixture<SandboxProcess>
{
    readonly string recipient = $"{Guid.NewGuid():N}@example.com";

    [Theory]
    [InlineData("rcpt", "450 4.2.1 Mailbox busy", SmtpStatusCode.MailboxBusy)]
    [InlineData("data", "554 5.5.1 No", SmtpStatusCode.TransactionFailed)]
    [InlineData("end", "451 4.3.0 Try again later", SmtpStatusCode.ErrorInProcessing)]
    public async Task Send_WhenRefused_KeepsNothingUntilItIsSentAgain(string moment, string reply, SmtpStatusCode code)
    {
        await sandbox.GivenInboxFaultAsync($$"""{"fault":"reply","at":"{{moment}}","reply":"{{reply}}","recipient":"{{recipient}}","times":1}""");

        (await Should.ThrowAsync<SmtpCommandException>(SendAsync)).StatusCode.ShouldBe(code);
        (await sandbox.MailsToAsync(recipient)).ShouldBeEmpty();
        await SendAsync();

        (await sandbox.MailsToAsync(recipient)).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("rcpt", 0)]
    [InlineData("text", 0)]
    [InlineData("end", 0)]
    [InlineData("kept", 1)]
    public async Task Send_WhenTheConnectionIsDropped_KeepsItOnlyAfterTheDot(string moment, int kept)
    {
        await sandbox.GivenInboxFaultAsync($$"""{"fault":"drop","at":"{{moment}}","recipient":"{{recipient}}","times":1}""");

        await Should.ThrowAsync<Exception>(SendAsync);
        (await sandbox.MailsToAsync(recipient)).Count.ShouldBe(kept);
        await SendAsync();

        (await sandbox.MailsToAsync(recipient)).Count.ShouldBe(kept + 1);
    }

    [Fact]
    public async Task Send_WhenTheAnswerIsSlow_WasKept()
    {
        await sandbox.GivenInboxFaultAsync($$"""{"fault":"slow","at":"kept","delay":"00:00:01","recipient":"{{recipient.ToUpperInvariant()}}"}""");
        var started = TimeProvider.System.GetTimestamp();

        await SendAsync();

        TimeProvider.System.GetElapsedTime(started).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(900));
        (await sandbox.MailsToAsync(recipient)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Connect_WhenTheServerIsNotReady_SaysSoAndHangsUp()
    {
        await using var own = new OwnSandbox();
        await own.Sandbox.InitializeAsync();
        await own.Sandbox.GivenInboxFaultAsync("""{"fault":"reply","at":"connect","reply":"421 4.3.2 Not now","times":1}""");
        await own.Sandbox.GivenInboxFaultAsync("""{"fault":"reply","at":"mail","reply":"451 4.7.1 Greylisted","times":1}""");

        using (var turnedAway = new SmtpDialogue(own.Sandbox.SmtpPort))
        {
            (await turnedAway.HearAsync()).ShouldBe($"421 4.3.2 Not now{Environment.NewLine}");
            (await turnedAway.HearAsync()).ShouldBe("");
        }

        using var smtp = await SmtpDialogue.StartAsync(own.Sandbox.SmtpPort);
        await smtp.SayAsync("EHLO test");
        (await smtp.SayAsync("MAIL FROM:<a@b.example>")).ShouldStartWith("451 4.7.1 Greylisted");
        (await smtp.SayAsync("MAIL FROM:<a@b.example>")).ShouldStartWith("250 ");
    }

    async Task SendAsync()
    {
        using var client = new SmtpClient();
        await client.ConnectAsync("127.0.0.1", sandbox.SmtpPort);
        using var mail = new MimeMessage { Subject = "tickets", Body = new TextPart("plain") { Text = "here" } };
        mail.From.Add(MailboxAddress.Parse("cinema@ticketing.example"));
        mail.To.Add(MailboxAddress.Parse(recipient));
        await client.SendAsync(mail);
    }

    sealed class OwnSandbox : IAsyncDisposable
    {
        public SandboxProcess Sandbox { get; } = new();

        public async ValueTask DisposeAsync() => await Sandbox.DisposeAsync();
    }
}
