using System.Net;
using System.Text;
using MailKit.Net.Smtp;
using MimeKit;

namespace Ticketing.Tests.Sandbox;

/// <summary>What is done with mails once they are taken. Each test has a sandbox of its own.</summary>
public sealed class SandboxInboxTests : IAsyncLifetime
{
    static readonly byte[] Picture = [0x89, (byte)'P', (byte)'N', (byte)'G', 1, 2, 3];

    readonly SandboxProcess sandbox = new();

    public Task InitializeAsync() => sandbox.InitializeAsync();

    public Task DisposeAsync() => sandbox.DisposeAsync();

    [Fact]
    public async Task Mail_WhenTheServerIsKilled_IsStillThere()
    {
        await SendAsync("a@example.com", "첫 번째");
        await SendAsync("b@example.com", "second");
        var before = await sandbox.MailToAsync("a@example.com");

        await sandbox.KillAsync();
        await sandbox.StartAsync();

        var after = await sandbox.MailToAsync("a@example.com");
        after.ShouldBe(before with { To = after.To, Attachments = after.Attachments });
        (await sandbox.Browser.GetStringAsync("/inbox/messages")).ShouldContain("첫 번째");
    }

    [Fact]
    public async Task List_WhenThereAreSeveral_ShowsTheNewestFirst()
    {
        (await sandbox.Browser.GetStringAsync("/inbox")).ShouldContain("No mail yet");
        await SendAsync("a@example.com", "older");
        await SendAsync("a@example.com", "newer <b>");

        var page = await sandbox.Browser.GetStringAsync("/inbox");

        page.IndexOf("newer &lt;b&gt;", StringComparison.Ordinal).ShouldBeInRange(0, page.IndexOf("older", StringComparison.Ordinal));
        (await sandbox.MailsToAsync("a@example.com")).Select(mail => mail.Subject).ShouldBe(["newer <b>", "older"]);
    }

    [Fact]
    public async Task Show_WhenTheMailIsHtml_ShowsItsPicturesInASandbox()
    {
        await SendAsync("a@example.com", "pictures");
        var mail = await sandbox.MailToAsync("a@example.com");

        var page = await sandbox.Browser.GetStringAsync($"/inbox/{mail.Id}");
        using var html = await sandbox.Browser.GetAsync($"/inbox/{mail.Id}/html");
        var text = await sandbox.Browser.GetStringAsync($"/inbox/{mail.Id}?view=text");
        using var attachment = await sandbox.Browser.GetAsync($"/inbox/{mail.Id}/attachments/1");

        page.ShouldContain($"sandbox=\"allow-popups allow-popups-to-escape-sandbox\" src=\"/inbox/{mail.Id}/html\"");
        (await html.Content.ReadAsStringAsync()).ShouldContain($"<img src=\"data:image/png;base64,{Convert.ToBase64String(Picture)}\">");
        html.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldStartWith("sandbox allow-popups");
        text.ShouldContain("the text");
        mail.Attachments!.Select(part => (part.Name, part.ContentType, part.ContentId)).ShouldBe([("p.png", "image/png", "pic-1"), ("n.html", "text/html", null)]);
        attachment.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        (await attachment.Content.ReadAsStringAsync()).ShouldBe("<script>");
    }

    [Theory]
    [InlineData("/inbox/nothing")]
    [InlineData("/inbox/nothing/html")]
    [InlineData("/inbox/messages/nothing")]
    [InlineData("/inbox/messages/..%2F..%2Fledger")]
    public async Task Show_WhenThereIsNoSuchMail_IsNotFound(string address)
    {
        using var answer = await sandbox.Browser.GetAsync(address);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    async Task SendAsync(string to, string subject)
    {
        var body = new BodyBuilder { TextBody = "the text", HtmlBody = "<p>the html</p><img src=\"cid:pic-1\">" };
        body.LinkedResources.Add("p.png", Picture, new ContentType("image", "png")).ContentId = "pic-1";
        body.Attachments.Add("n.html", Encoding.UTF8.GetBytes("<script>"), new ContentType("text", "html"));
        using var mail = new MimeMessage { Subject = subject, Body = body.ToMessageBody() };
        mail.From.Add(MailboxAddress.Parse("cinema@ticketing.example"));
        mail.To.Add(MailboxAddress.Parse(to));

        using var client = new SmtpClient();
        await client.ConnectAsync("127.0.0.1", sandbox.SmtpPort);
        await client.SendAsync(mail);
        await client.DisconnectAsync(quit: true);
    }
}
