using System.Net;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using Ticketing.Core.Bookings;
using Ticketing.Core.Mails;
using Ticketing.Core.Messaging;
using Ticketing.Core.Payments;

namespace Ticketing.Tests.Emails;

/// <summary>From the message to the mailbox, with a real database and a real SMTP server of the test's own.</summary>
public sealed class MailHandlerTests(TicketingApp app, SandboxProcess sandbox) : IClassFixture<TicketingApp>, IClassFixture<SandboxProcess>
{
    [Theory]
    [InlineData("ko", "파묘", "2030년 6월 1일 토요일 19:30", "1관", "27,000원")]
    [InlineData("en", "Exhuma", "Saturday 1 June 2030, 19:30", "Hall 1", "₩27,000")]
    public async Task BookingConfirmed_MailsItsTicketsInTheCinemasTime(string language, params string[] facts)
    {
        await using var world = await StartAsync();
        var booking = await world.Database.GivenPaidBookingAsync(language);

        await world.HandleAsync(booking.Message());

        var mail = await sandbox.MailToAsync(booking.Email);
        foreach (var fact in facts.Append(booking.Reference))
            mail.Text!.ShouldContain(fact, Case.Sensitive);
        var link = mail.Text!.Split('\n').Select(line => line.Trim()).Single(line => line.StartsWith($"{TicketMails.PublicUrl}/bookings/{booking.Reference}?link=", StringComparison.Ordinal));
        world.Links.Verify(link[(link.IndexOf('=', StringComparison.Ordinal) + 1)..]).ShouldBe(new BookingLink(booking.Id, 0));
        WebUtility.HtmlDecode(mail.Html!).ShouldContain(link);
        mail.Attachments!.Select(part => part.Name).ShouldBe(["ticket-H12.png", "ticket-H13.png", $"{booking.Reference}.ics"]);
        var delivery = await world.DeliveryAsync();
        (delivery.Key, delivery.Kind, delivery.BookingId, delivery.Recipient, delivery.Attempts, delivery.LastError)
            .ShouldBe(($"Ticket:{booking.Id}", MailKind.Ticket, booking.Id, booking.Email, 1, null));
        delivery.SentAt!.Value.ShouldBe(world.Clock.GetUtcNow(), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task BookingConfirmed_WhenItComesTenTimesAtOnce_MailsOnce()
    {
        await using var world = await StartAsync();
        var booking = await world.Database.GivenPaidBookingAsync();
        var messageId = Guid.NewGuid();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => world.HandleAsync(booking.Message(), messageId)));

        (await sandbox.MailsToAsync(booking.Email)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task BookingConfirmed_WhenTenMessagesTellOfOneBooking_MailsOnce()
    {
        await using var world = await StartAsync();
        var booking = await world.Database.GivenPaidBookingAsync();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => world.HandleAsync(booking.Message())));

        (await sandbox.MailsToAsync(booking.Email)).ShouldHaveSingleItem();
        (await world.Database.InboxMessages.CountAsync()).ShouldBe(10);
    }

    [Fact]
    public async Task BookingConfirmed_WhenTheBookingIsNotPaid_MailsNothing()
    {
        await using var world = await StartAsync();
        var booking = await world.Database.GivenPaidBookingAsync(isConfirmed: false);

        await world.HandleAsync(booking.Message());

        (await sandbox.MailsToAsync(booking.Email)).ShouldBeEmpty();
        (await world.DeliveriesAsync()).ShouldBeEmpty();
        (await world.Database.InboxMessages.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task BookingConfirmed_WhenThereIsNoSuchBooking_Fails()
    {
        await using var world = await StartAsync();

        await Should.ThrowAsync<InvalidOperationException>(() => world.HandleAsync(new BookingConfirmed(Guid.NewGuid(), 1, [])));
        (await world.Database.InboxMessages.AnyAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task TicketsCancelled_OfOneSeat_TellsWhatIsGoneAndWhatIsLeft()
    {
        await using var world = await StartAsync();
        var booking = await world.Database.GivenPaidBookingAsync("en");
        var message = await world.Database.GivesBackAsync(booking, seats: 1);

        await world.HandleAsync(message);
        await world.HandleAsync(message);

        using var mail = (await sandbox.MessagesToAsync(booking.Email)).ShouldHaveSingleItem();
        mail.TextBody!.ShouldContain("Cancelled seats: H12");
        mail.TextBody!.ShouldContain("Seats you keep: H13");
        mail.TextBody!.ShouldContain("Refund: ₩15,000");
        mail.Calendar().ShouldContain("METHOD:PUBLISH\r\n");
        (await world.DeliveryAsync()).Key.ShouldBe($"Cancellation:{message.RefundId}");
    }

    [Fact]
    public async Task TicketsCancelled_InTwoSteps_MailsEachAndTakesTheShowingOutOfTheCalendar()
    {
        await using var world = await StartAsync();
        var booking = await world.Database.GivenPaidBookingAsync("en");
        await world.HandleAsync(booking.Message());
        await world.HandleAsync(await world.Database.GivesBackAsync(booking, seats: 1));
        await world.HandleAsync(await world.Database.GivesBackAsync(booking, seats: 1));

        var mails = await sandbox.MessagesToAsync(booking.Email);
        mails.Select(mail => Field(mail, "SEQUENCE")).ShouldBe(["0", "1", "2"]);
        mails.Select(mail => Field(mail, "STATUS")).ShouldBe(["CONFIRMED", "CONFIRMED", "CANCELLED"]);
        mails.Select(mail => Field(mail, "UID")).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task TicketsCancelled_WithTheShowing_SaysSo()
    {
        await using var world = await StartAsync();
        var booking = await world.Database.GivenPaidBookingAsync("ko");

        await world.HandleAsync(await world.Database.GivesBackAsync(booking, reason: RefundReason.ShowingCancelled));

        (await sandbox.MailToAsync(booking.Email)).Subject.ShouldStartWith("[상영 취소] 파묘");
        (await world.DeliveryAsync()).Kind.ShouldBe(MailKind.ShowingCancelled);
    }

    [Fact]
    public async Task RefundCompleted_TellsOfTheMoney()
    {
        await using var world = await StartAsync();
        var booking = await world.Database.GivenPaidBookingAsync("en");
        var cancelled = await world.Database.GivesBackAsync(booking);

        await world.HandleAsync(await world.Database.CompletesAsync(booking, cancelled.RefundId));

        var mail = await sandbox.MailToAsync(booking.Email);
        mail.Subject.ShouldStartWith("Refunded: Exhuma");
        mail.Text!.ShouldContain("Refund: ₩27,000");
        (await world.DeliveryAsync()).Key.ShouldBe($"Refund:{cancelled.RefundId}");
    }

    [Fact]
    public async Task Resend_OfTickets_MailsThemAgainUnderAnIdOfTheirOwn()
    {
        await using var world = await StartAsync();
        var booking = await world.Database.GivenPaidBookingAsync();
        await world.HandleAsync(booking.Message());
        var wish = new MailResendRequested(Guid.NewGuid(), booking.Id, nameof(MailKind.Ticket));

        await world.HandleAsync(wish);
        await world.HandleAsync(wish);

        var mails = await sandbox.MessagesToAsync(booking.Email);
        mails.Count.ShouldBe(2);
        mails.Select(mail => mail.MessageId).ShouldBeUnique();
        (await world.DeliveriesAsync()).Select(delivery => delivery.Key).ShouldBe([$"Ticket:{booking.Id}", $"Ticket:{booking.Id}:{wish.ResendId}"]);
    }

    [Fact]
    public async Task Resend_OfEachKind_TellsOfTheLastRefundThatItIsFor()
    {
        await using var world = await StartAsync();
        var booking = await world.Database.GivenPaidBookingAsync();
        var first = await world.Database.GivesBackAsync(booking, seats: 1);
        var second = await world.Database.GivesBackAsync(booking, seats: 1, RefundReason.ShowingCancelled);
        await world.Database.CompletesAsync(booking, first.RefundId);

        foreach (var kind in Enum.GetValues<MailKind>())
            await world.HandleAsync(new MailResendRequested(Guid.Empty, booking.Id, kind.ToString()));

        // No tickets: there are none any more.
        (await world.DeliveriesAsync()).Select(delivery => delivery.Key).ShouldBe(
            [$"Cancellation:{first.RefundId}:{Guid.Empty}", $"Refund:{first.RefundId}:{Guid.Empty}", $"ShowingCancelled:{second.RefundId}:{Guid.Empty}"]);
    }

    [Fact]
    public async Task Resend_OfAnUnknownKind_IsFutile()
    {
        await using var world = await StartAsync();

        await Should.ThrowAsync<FutileMessageException>(() => world.HandleAsync(new MailResendRequested(Guid.NewGuid(), Guid.NewGuid(), "birthday")));
    }

    Task<MailWorld> StartAsync() => MailWorld.StartAsync(app, sandbox.SmtpPort);

    static string Field(MimeMessage mail, string name) =>
        mail.Calendar().Split("\r\n").Single(line => line.StartsWith($"{name}:", StringComparison.Ordinal))[(name.Length + 1)..];
}
