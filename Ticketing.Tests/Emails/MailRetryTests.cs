using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Core.Messaging;

namespace Ticketing.Tests.Emails;

/// <summary>The emails role as it runs, behind a real broker: what it does about a server in trouble, and what staff do about the rest.</summary>
public sealed class MailRetryTests(TicketingApp app, SandboxProcess sandbox) : IClassFixture<TicketingApp>, IClassFixture<SandboxProcess>
{
    [Fact]
    public async Task Mail_WhenTheServerRefusesTwice_GoesOutAtTheThirdTry()
    {
        await using var host = await StartAsync();
        var booking = await GivenPaidBookingAsync(host);
        await sandbox.GivenInboxFaultAsync($$"""{"fault":"reply","at":"end","reply":"451 4.3.0 Later","times":2,"recipient":"{{booking.Email}}"}""");

        await host.EnqueueAsync(booking.Message());

        await Eventually.BecomesAsync(() => sandbox.MailsToAsync(booking.Email), mails => mails.Count == 1);
        var delivery = await Eventually.BecomesAsync(
            () => host.QueryAsync(context => context.MailDeliveries.AsNoTracking().SingleAsync()), found => found.SentAt is not null);
        delivery.Attempts.ShouldBe(3);
        (await host.QueryAsync(context => context.DeadLetters.AnyAsync())).ShouldBeFalse();
    }

    [Theory]
    [InlineData("550 5.1.1 No such mailbox", 1, 1)]
    [InlineData("451 4.3.0 Later", 3, 3)]
    public async Task Mail_WhenTheServerKeepsRefusing_WaitsForStaffAndGoesOutByTheirReplay(string reply, int times, int attempts)
    {
        await using var host = await StartAsync();
        var booking = await GivenPaidBookingAsync(host);
        await sandbox.GivenInboxFaultAsync($$"""{"fault":"reply","at":"rcpt","reply":"{{reply}}","times":{{times}},"recipient":"{{booking.Email}}"}""");

        var messageId = await host.EnqueueAsync(booking.Message());

        var letter = (await Eventually.BecomesAsync(
            () => host.QueryAsync(context => context.DeadLetters.AsNoTracking().ToListAsync()), letters => letters.Count == 1))[0];
        (letter.Queue, letter.MessageId, letter.Attempts).ShouldBe(("emails", messageId, attempts));
        letter.Error.ShouldContain(reply[4..]);
        (await sandbox.MailsToAsync(booking.Email)).ShouldBeEmpty();

        await host.ReplayAsync(letter.Id);

        await Eventually.BecomesAsync(() => sandbox.MailsToAsync(booking.Email), mails => mails.Count == 1);
        await host.UseAsync<OutboxReplay, object>(async replay => await replay.RunAsync(TimeProvider.System.GetUtcNow().AddHours(-1), default));
        await Eventually.BecomesAsync(() => host.WaitingAsync("emails"), waiting => waiting == 0);
        // What it has begun it ends; then the server has all that there will be.
        await host.StopAsync();
        (await sandbox.MailsToAsync(booking.Email)).ShouldHaveSingleItem();
    }

    async Task<MessagingHost> StartAsync()
    {
        var (database, broker) = (await app.GivenDatabaseAsync(), await app.GivenVirtualHostAsync());
        return await MessagingHost.StartAsync(database, broker, service =>
        {
            MailWorld.Configure(service, database, broker, sandbox.SmtpPort);
            service.AddOutboxRelay(Queues.All);
            service.AddDeadLetterParking(Queues.Emails);
            service.AddReplay(Queues.Emails);
        });
    }

    static Task<Booking> GivenPaidBookingAsync(MessagingHost host) => host.QueryAsync(database => database.GivenPaidBookingAsync());
}
