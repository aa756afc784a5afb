using System.Net;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Accounts;
using Ticketing.Core.Mails;
using Ticketing.Workers.Emails.Smtp;
using Ticketing.Workers.Emails.Writing;

namespace Ticketing.Tests.Emails;

/// <summary>What addresses are mailed about accounts.</summary>
public sealed class AccountMailTests(TicketingApp app, SandboxProcess sandbox) : IClassFixture<TicketingApp>, IClassFixture<SandboxProcess>
{
    [Theory]
    [InlineData("ko", MailKind.Registration, "이메일 주소를 확인해 주세요")]
    [InlineData("en", MailKind.Registration, "Confirm your e-mail address")]
    [InlineData("ko", MailKind.AlreadyRegistered, "이미 회원이십니다")]
    [InlineData("en", MailKind.AlreadyRegistered, "You already have an account")]
    [InlineData("ko", MailKind.PasswordReset, "새 비밀번호를 정해 주세요")]
    [InlineData("en", MailKind.PasswordReset, "Set a new password")]
    [InlineData("ko", MailKind.PasswordChanged, "비밀번호가 변경되었습니다")]
    [InlineData("en", MailKind.PasswordChanged, "Your password was changed")]
    [InlineData("ko", MailKind.AddressConfirmation, "티켓을 받을 이메일 주소를 확인해 주세요")]
    [InlineData("en", MailKind.AddressConfirmation, "Confirm this address for your tickets")]
    [InlineData("ko", MailKind.AddressChangeNotice, "티켓을 받을 이메일 주소가 변경됩니다")]
    [InlineData("en", MailKind.AddressChangeNotice, "Your tickets are to go to another address")]
    [InlineData("ko", MailKind.AddressChangeUndone, "티켓을 받을 이메일 주소가 되돌려졌습니다")]
    [InlineData("en", MailKind.AddressChangeUndone, "Your tickets no longer come to this address")]
    [InlineData("ko", MailKind.NewSignIn, "새로운 곳에서 로그인했습니다")]
    [InlineData("en", MailKind.NewSignIn, "A new sign-in to your account")]
    [InlineData("ko", MailKind.AuthenticatorAdded, "인증 앱이 등록되었습니다")]
    [InlineData("en", MailKind.AuthenticatorAdded, "An authenticator was set up")]
    [InlineData("ko", MailKind.AuthenticatorRemoved, "인증 앱이 해제되었습니다")]
    [InlineData("en", MailKind.AuthenticatorRemoved, "Your authenticator was removed")]
    [InlineData("ko", MailKind.CodeReused, "같은 인증 코드가 두 번 쓰였습니다")]
    [InlineData("en", MailKind.CodeReused, "A code was used twice")]
    public async Task Write_WhateverItIsAbout_SaysTheSameInHtmlAndText(string language, MailKind kind, string heading)
    {
        using var mail = await TicketMails.WriteAsync(TicketMails.AnAccountMail(language, kind));

        var (html, text) = (WebUtility.HtmlDecode(mail.HtmlBody!), mail.TextBody!);
        mail.Subject.ShouldNotBeNullOrWhiteSpace();
        foreach (var fact in AccountMailText.Links(TicketMails.AnAccountMail(language, kind), new MailTexts(language)).SelectMany(link => (string[])[link.Words, link.Address.AbsoluteUri])
            .Concat([heading, AccountMailText.Intro(TicketMails.AnAccountMail(language, kind), new MailTexts(language))]))
        {
            html.ShouldContain(fact, Case.Sensitive);
            text.ShouldContain(fact, Case.Sensitive);
        }

        mail.Headers["Content-Language"].ShouldBe(language);
    }

    [Fact]
    public async Task AccountRequested_WhenItComesTenTimesAtOnce_MailsOneLink()
    {
        await using var world = await MailWorld.StartAsync(app, sandbox.SmtpPort);
        var request = await GivenRequestAsync(world);
        var messageId = Guid.NewGuid();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => world.HandleAsync(new AccountRequested(request.Id), messageId)));

        var mail = await sandbox.MailToAsync(request.Email);
        (await TokenHashAsync(world, request)).ShouldBe(HashIn(mail.Text!));
        (await world.DeliveryAsync()).Key.ShouldBe($"Registration:{request.Id}");
    }

    [Fact]
    [Trait("Category", "Security")]
    [Trait("Asvs", "V2.7.5")]
    public async Task AccountRequested_WhenTheMailServerRefuses_LeavesNoLinkBehindAndMailsOneAtTheNextTry()
    {
        await using var world = await MailWorld.StartAsync(app, sandbox.SmtpPort);
        var request = await GivenRequestAsync(world);
        var messageId = Guid.NewGuid();
        await sandbox.GivenInboxFaultAsync($$"""{"fault":"reply","at":"rcpt","times":1,"recipient":"{{request.Email}}","reply":"450 4.2.1 Mailbox busy"}""");

        await Should.ThrowAsync<MailRefusedException>(() => world.HandleAsync(new AccountRequested(request.Id), messageId));
        (await TokenHashAsync(world, request)).ShouldBeNull();
        var failed = await world.DeliveryAsync();
        (failed.Attempts, failed.SentAt, failed.BookingId).ShouldBe((1, null, null));

        await world.HandleAsync(new AccountRequested(request.Id), messageId);
        (await TokenHashAsync(world, request)).ShouldBe(HashIn((await sandbox.MailToAsync(request.Email)).Text!));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AccountRequested_WhenTheRequestIsGoneOrOver_MailsNothing(bool isGone)
    {
        await using var world = await MailWorld.StartAsync(app, sandbox.SmtpPort);
        var request = isGone ? Guid.NewGuid() : (await GivenRequestAsync(world)).Id;
        await world.Database.AccountRequests.ExecuteUpdateAsync(set => set.SetProperty(r => r.TokenEndsAt, world.Clock.GetUtcNow()));
        world.Database.ChangeTracker.Clear();

        await world.HandleAsync(new AccountRequested(request));

        (await world.DeliveriesAsync()).ShouldBeEmpty();
        (await world.Database.InboxMessages.CountAsync()).ShouldBe(1);
    }

    static async Task<AccountRequest> GivenRequestAsync(MailWorld world)
    {
        var email = GivenMember.NewAddress();
        var request = new AccountRequest
        {
            Id = Guid.CreateVersion7(),
            Kind = AccountRequestKind.Registration,
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            Language = "en",
            CreatedAt = world.Clock.GetUtcNow(),
        };
        world.Database.AccountRequests.Add(request);
        await world.Database.SaveChangesAsync();
        return request;
    }

    static byte[] HashIn(string text) => AccountToken.Read(text.Split("?token=")[1][..43])!.Hash;

    static Task<byte[]?> TokenHashAsync(MailWorld world, AccountRequest request) =>
        world.Database.AccountRequests.AsNoTracking().Where(r => r.Id == request.Id).Select(r => r.TokenHash).SingleAsync();
}
