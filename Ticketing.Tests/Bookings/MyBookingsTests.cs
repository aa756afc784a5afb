using System.Net;

namespace Ticketing.Tests.Bookings;

/// <summary>A customer finds again what they booked.</summary>
public sealed class MyBookingsTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Fact]
    public async Task List_HasTheCustomersBookingsOnly_LatestShowingFirst()
    {
        var (customer, stranger) = (await app.GivenCustomerAsync(), await app.GivenCustomerAsync());
        var sooner = await app.GivenShowingAsync(seats: 10, startsIn: TimeSpan.FromDays(3));
        var later = await app.GivenShowingAsync(seats: 10, startsIn: TimeSpan.FromDays(5));
        var first = await customer.BooksAsync(await customer.HoldsAsync(later.Id, 0, 1));
        var second = await customer.BooksAsync(await customer.HoldsAsync(sooner.Id, 0, 1));
        await stranger.BooksAsync(await stranger.HoldsAsync(sooner.Id, 2, 3));

        var list = await customer.BookingsAsync();

        list.HasMore.ShouldBeFalse();
        list.Bookings.Select(booking => booking.Id).ShouldBe([first.Id, second.Id]);
        var shown = list.Bookings[1];
        (shown.Reference, shown.ShowingId, shown.Status, shown.Amount, shown.Currency).ShouldBe((second.Reference, sooner.Id, "pendingPayment", second.Amount, "KRW"));
        shown.Seats.ShouldBe(second.Seats.Select(seat => seat.Label));
    }

    [Fact]
    public async Task List_OfSomebodyWithoutBookings_IsEmpty() => (await (await app.GivenCustomerAsync()).BookingsAsync()).Bookings.ShouldBeEmpty();

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1001")]
    [InlineData("first")]
    public async Task List_OfAPageThatCannotBe_IsRefused(string page) =>
        (await (await app.GivenCustomerAsync()).ListBookingsAsync(page)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

    [Fact]
    public async Task List_OfNobody_IsRefused()
    {
        using var api = app.CreateClient("api");

        (await api.GetAsync("/api/bookings")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task FindByMail_OfABookingAndItsAddress_MailsItsTicketsAgain()
    {
        var (owner, anybody) = (await app.GivenCustomerAsync(), await GivenElsewhereAsync());
        var booking = await BuysAsync(owner);
        await Eventually.BecomesAsync(() => app.MailsAsync(owner.Email), mails => mails.Length == 1);

        // As people write down what they read.
        var written = $" {booking.Reference[..5].ToLowerInvariant()}-{booking.Reference[5..]} ";
        (await anybody.FindByMailAsync(written, owner.Email.ToUpperInvariant())).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        var mails = await Eventually.BecomesAsync(() => app.MailsAsync(owner.Email), found => found.Length == 2);
        mails.Select(mail => mail.Subject).Distinct().ShouldHaveSingleItem();
    }

    /// <summary>Nobody learns by the answer, or by a mail, which bookings there are.</summary>
    [Fact, Trait("Category", "Security"), Trait("Asvs", "V8.3.4")]
    public async Task FindByMail_OfAnotherAddressOrBooking_AnswersTheSameAndMailsNobody()
    {
        var (owner, anybody) = (await app.GivenCustomerAsync(), await GivenElsewhereAsync());
        var booking = await BuysAsync(owner);
        await Eventually.BecomesAsync(() => app.MailsAsync(owner.Email), mails => mails.Length == 1);

        (await anybody.FindByMailAsync(booking.Reference, anybody.Email)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await anybody.FindByMailAsync("A3C4E6F7GH", owner.Email)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        // Mails go out in turn: when this one is there, the others would be.
        (await anybody.FindByMailAsync(booking.Reference, owner.Email)).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        await Eventually.BecomesAsync(() => app.MailsAsync(owner.Email), mails => mails.Length >= 2);
        (await app.MailsAsync(owner.Email)).Length.ShouldBe(2);
        (await app.MailsAsync(anybody.Email)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, "mina@example.com")]
    [InlineData("A3C4E6F7G", "mina@example.com")]
    [InlineData("A3C4E6F7G0", "mina@example.com")]
    [InlineData("A3C4E6F7GH", null)]
    [InlineData("A3C4E6F7GH", "mina.@example.com")]
    public async Task FindByMail_OfWhatCannotBe_IsRefused(string? reference, string? email) =>
        await (await GivenElsewhereAsync()).FindByMailAsync(reference, email).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation_failed");

    [Fact]
    public async Task Resend_OfTheOwner_MailsAgain_ButNotForEver()
    {
        var owner = await GivenElsewhereAsync();
        var booking = await BuysAsync(owner);

        for (var wish = 0; wish < 3; wish++)
            (await owner.ResendAsync(booking.Id)).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        await owner.ResendAsync(booking.Id).ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "too_many_mails");
        await Eventually.BecomesAsync(() => app.MailsAsync(owner.Email), mails => mails.Length == 4);
    }

    [Fact]
    public async Task Resend_OfAnUnpaidBookingOrAnothers_MailsNothing()
    {
        var (owner, stranger) = (await GivenElsewhereAsync(), await GivenElsewhereAsync());
        var booking = await owner.BooksAsync(await owner.HoldsAsync((await app.GivenShowingAsync(seats: 10)).Id, 0, 1));

        await owner.ResendAsync(booking.Id).ShouldBeProblemAsync(HttpStatusCode.Conflict, "mail_not_due");
        await stranger.ResendAsync(booking.Id).ShouldBeProblemAsync(HttpStatusCode.NotFound, "booking_not_found");
    }

    /// <summary>At an address of their own: mails are counted by network.</summary>
    Task<CustomerClient> GivenElsewhereAsync() => app.GivenCustomerAsync(address: $"2001:db8:{Random.Shared.Next(0x10000):x}:{Random.Shared.Next(0x10000):x}::1");

    async Task<BookingView> BuysAsync(CustomerClient customer)
    {
        var booking = await customer.BooksAsync(await customer.HoldsAsync((await app.GivenShowingAsync(seats: 10)).Id, 0, 1));
        await app.PayAsync(await customer.StartsPaymentAsync(booking.Id));
        return await customer.BookingBecomesAsync(booking.Id, "confirmed");
    }
}
