using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Faults;
using Ticketing.Core.Messaging;
using Ticketing.Tests.Sandbox;
using Ticketing.Workers.Emails;

namespace Ticketing.Tests.Emails;

/// <summary>From the message to the mailbox, with a real database and a real SMTP server of the test's own.</summary>
public sealed class TicketMailHandlerTests(TicketingApp app) : IClassFixture<TicketingApp>, IAsyncLifetime
{
    readonly SandboxProcess sandbox = new();
    readonly ServiceProvider metrics = new ServiceCollection().AddMetrics().BuildServiceProvider();
    string connectionString = null!;

    public async Task InitializeAsync()
    {
        connectionString = await app.GivenDatabaseAsync();
        await sandbox.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await sandbox.DisposeAsync();
        await metrics.DisposeAsync();
    }

    [Theory]
    [InlineData("ko", "파묘", "2030년 6월 1일 (토)", "오후 7:30", "1관", "27,000원")]
    [InlineData("en", "Exhuma", "Saturday, 1 June 2030", "7:30 PM", "Hall 1", "₩27,000")]
    public async Task Handle_WhenABookingIsPaid_MailsItsTicketsInTheCinemasTime(string language, params string[] facts)
    {
        await using var database = Database();
        var booking = await database.GivenPaidBookingAsync(language);

        await HandleAsync(booking.Message(), Guid.NewGuid());

        var mail = await sandbox.MailToAsync(booking.Email);
        foreach (var fact in facts.Append(booking.Reference).Append($"{TicketMails.PublicUrl}/bookings/{booking.Id}"))
            mail.Text!.ShouldContain(fact, Case.Sensitive);
        mail.Attachments!.Select(part => part.Name).ShouldBe(["ticket-H12.png", "ticket-H13.png"]);
        (await database.SentMails.SingleAsync()).Key.ShouldBe($"ticket:{booking.Id}");
    }

    [Fact]
    public async Task Handle_WhenOneMessageComesTenTimesAtOnce_MailsOnce()
    {
        await using var database = Database();
        var booking = await database.GivenPaidBookingAsync();
        var messageId = Guid.NewGuid();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => HandleAsync(booking.Message(), messageId)));

        (await sandbox.MailsToAsync(booking.Email)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Handle_WhenTwoMessagesTellOfOneBooking_MailsOnce()
    {
        await using var database = Database();
        var booking = await database.GivenPaidBookingAsync();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => HandleAsync(booking.Message(), Guid.NewGuid())));

        (await sandbox.MailsToAsync(booking.Email)).ShouldHaveSingleItem();
        (await database.InboxMessages.CountAsync()).ShouldBe(10);
    }

    [Fact]
    public async Task Handle_WhenTheServerIsAway_RecordsNothingAndMailsLater()
    {
        await using var database = Database();
        var booking = await database.GivenPaidBookingAsync();
        var messageId = Guid.NewGuid();
        await sandbox.KillAsync();

        await Should.ThrowAsync<System.Net.Sockets.SocketException>(() => HandleAsync(booking.Message(), messageId));
        (await database.SentMails.AnyAsync()).ShouldBeFalse();
        (await database.InboxMessages.AnyAsync()).ShouldBeFalse();

        await sandbox.StartAsync();
        await HandleAsync(booking.Message(), messageId);
        (await sandbox.MailsToAsync(booking.Email)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Handle_WhenTheBookingIsNotPaid_MailsNothing()
    {
        await using var database = Database();
        var booking = await database.GivenPaidBookingAsync(isConfirmed: false);

        await HandleAsync(booking.Message(), Guid.NewGuid());

        (await sandbox.MailsToAsync(booking.Email)).ShouldBeEmpty();
        (await database.SentMails.AnyAsync()).ShouldBeFalse();
    }

    [Fact]
    public Task Handle_WhenThereIsNoSuchBooking_Fails() =>
        Should.ThrowAsync<InvalidOperationException>(() => HandleAsync(new BookingConfirmed(Guid.NewGuid(), 1, []), Guid.NewGuid()));

    TicketingDbContext Database() => TicketingApp.CreateContext(connectionString);

    async Task HandleAsync(BookingConfirmed message, Guid messageId)
    {
        await using var database = Database();
        var handler = new TicketMailHandler(
            database, TicketMails.AWriter(), new SmtpSender(Options.Create(TicketMails.Options(sandbox.SmtpPort))),
            new MailMetrics(metrics.GetRequiredService<IMeterFactory>()), TimeProvider.System, FaultPoints.Unarmed, NullLogger<TicketMailHandler>.Instance);
        await handler.HandleAsync(message, new MessageContext(messageId, "emails", Attempt: 1), CancellationToken.None);
    }
}
