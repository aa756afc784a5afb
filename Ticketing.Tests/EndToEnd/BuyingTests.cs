using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;

namespace Ticketing.Tests.EndToEnd;

/// <summary>The whole way of a booking over HTTP: map, hold, booking, checkout, capture, ticket, mail.</summary>
public sealed class BuyingTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Theory]
    [InlineData("ko")]
    [InlineData("en")]
    public async Task Buy_WhenTwoSeatsArePaid_SendsTicketsWithTheirCodes(string language)
    {
        var showing = await app.GivenShowingAsync();
        var customer = await app.GivenCustomerAsync();

        var hold = await customer.HoldsAsync(showing.Id, 12, 13);
        (await customer.SeatsAsync(showing.Id, hold.Version)).States[12..14].ShouldBe("hh");
        var booking = await customer.BooksAsync(hold, language);
        booking.Status.ShouldBe(BookingStatus.PendingPayment);
        booking.Amount.ShouldBe(booking.Seats.Sum(seat => seat.Price));
        await app.PayAsync(await customer.StartsPaymentAsync(booking.Id));
        var paid = await customer.BookingBecomesAsync(booking.Id, BookingStatus.Confirmed);

        paid.Tickets!.Count.ShouldBe(2);
        await Eventually.BecomesAsync(() => customer.SeatsAsync(showing.Id), seats => seats.States[12..14] == "ss");
        var mail = await app.MailAsync(customer.Email);
        mail.Text.ShouldContain(booking.Reference);
        mail.Html.ShouldContain(booking.Reference);
        var scanned = new List<string>();
        foreach (var picture in mail.Attachments.Where(attachment => attachment.ContentType == "image/png"))
            scanned.Add(await Zbar.ReadAsync(Convert.FromBase64String(picture.Base64)));
        scanned.Order().ShouldBe(paid.Tickets.Select(ticket => ticket.Code).Order());
        foreach (var code in scanned)
            (await IsSignedAsync(code)).ShouldBeTrue();
        (await IsSignedAsync(Tamper(scanned[0]))).ShouldBeFalse();
    }

    [Fact]
    public async Task Buy_WhenCardIsDeclined_CanPayWithAnother()
    {
        var showing = await app.GivenShowingAsync();
        var customer = await app.GivenCustomerAsync();
        var booking = await customer.BooksAsync(await customer.HoldsAsync(showing.Id, 0));
        var payment = await customer.StartsPaymentAsync(booking.Id);

        await app.PayAsync(payment, Cards.Declined);
        (await app.CheckoutAsync(payment)).Status.ShouldBe("declined");
        (await customer.BookingAsync(booking.Id)).Status.ShouldBe(BookingStatus.PendingPayment);
        await app.PayAsync(await customer.StartsPaymentAsync(booking.Id));

        await customer.BookingBecomesAsync(booking.Id, BookingStatus.Confirmed);
    }

    [Fact]
    public async Task Buy_WhenPaid_TakesTheMoneyOnceAndMailsOnce()
    {
        var showing = await app.GivenShowingAsync();
        var customer = await app.GivenCustomerAsync();
        var booking = await customer.BooksAsync(await customer.HoldsAsync(showing.Id, 7));
        var payment = await customer.StartsPaymentAsync(booking.Id);
        (await customer.StartsPaymentAsync(booking.Id)).ShouldBe(payment);

        await app.PayAsync(payment);
        await customer.BookingBecomesAsync(booking.Id, BookingStatus.Confirmed);
        await app.MailAsync(customer.Email);
        await using var database = await app.DatabaseAsync();
        await DeliverAgainAsync(database, booking.Id);

        (await database.PaymentAttempts.CountAsync(attempt => attempt.BookingId == booking.Id)).ShouldBe(1);
        (await database.Bookings.SingleAsync(row => row.Id == booking.Id)).Status.ShouldBe(BookingStatus.Confirmed);
        (await app.CheckoutAsync(payment)).CapturedAmount.ShouldBe(booking.Amount);
        (await app.MailsAsync(customer.Email)).Length.ShouldBe(1);
    }

    /// <summary>Publishes the confirmation once more under a new id, and waits until the emails role has dealt with it.</summary>
    static async Task DeliverAgainAsync(TicketingDbContext database, Guid bookingId)
    {
        var confirmations = await database.OutboxMessages.AsNoTracking().Where(m => m.Type == nameof(BookingConfirmed)).ToListAsync();
        var first = confirmations.Single(m => m.Payload.Contains(bookingId.ToString(), StringComparison.Ordinal));
        var again = new OutboxMessage { Id = Guid.CreateVersion7(), Type = first.Type, Payload = first.Payload, CreatedAt = first.CreatedAt };
        database.OutboxMessages.Add(again);
        await database.SaveChangesAsync();
        await Eventually.BecomesAsync(() => database.InboxMessages.AnyAsync(m => m.Consumer == "emails" && m.MessageId == again.Id), done => done);
    }

    async Task<bool> IsSignedAsync(string code)
    {
        using var api = app.CreateClient("api");
        var keys = await api.GetFromJsonAsync<TicketKeyResponse[]>("/api/ticket-keys", ContractJson.Options);
        var parts = code.Split('.');
        parts.Length.ShouldBe(4);
        using var key = ECDsa.Create();
        key.ImportFromPem(keys!.Single(candidate => candidate.Id == parts[1]).PublicKey);
        return key.VerifyData(
            Encoding.ASCII.GetBytes(code[..code.LastIndexOf('.')]), System.Buffers.Text.Base64Url.DecodeFromChars(parts[3]), HashAlgorithmName.SHA256);
    }

    static string Tamper(string code)
    {
        var middle = code.IndexOf('.', 4) + 5;
        return code[..middle] + (code[middle] == 'A' ? 'B' : 'A') + code[(middle + 1)..];
    }
}
