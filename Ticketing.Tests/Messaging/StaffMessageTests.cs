using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;

namespace Ticketing.Tests.Messaging;

/// <summary>What staff do about dead letters and a lost broker, in the whole system.</summary>
public sealed class StaffMessageTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    const string Queue = "waiting-rooms";

    [Fact]
    public async Task DeadLetter_OfPoison_IsListedAndReplayedUntilItDiesAgain()
    {
        using var staff = await app.GivenStaffAsync(secondFactor: true);
        var messageId = Guid.NewGuid();
        await PublishAsync(messageId, "{ poison");

        var letter = (await LettersAsync(staff, messageId, 1))[0];
        (letter.Queue, letter.Type, letter.Body, letter.Attempts, letter.ReplayedAt).ShouldBe((Queue, "BookingConfirmed", "{ poison", 1, null));
        letter.Error.ShouldStartWith("UnreadableMessageException");

        var replayed = await ReadAsync<LetterView>(staff.PostAsync($"/api/staff/dead-letters/{letter.Id}/replay", null));
        (replayed.Id, replayed.ReplayedAt is null).ShouldBe((letter.Id, false));
        replayed.ReplayedBy!.ShouldStartWith("staff:");
        // Once more does nothing, and answers the same.
        var repeated = await ReadAsync<LetterView>(staff.PostAsync($"/api/staff/dead-letters/{letter.Id}/replay", null));
        (repeated.ReplayedAt!.Value - replayed.ReplayedAt!.Value).ShouldBeLessThan(TimeSpan.FromMilliseconds(1));
        repeated.ReplayedBy.ShouldBe(replayed.ReplayedBy);

        var again = (await LettersAsync(staff, messageId, 2)).Single(other => other.Id != letter.Id);
        again.ReplayedAt.ShouldBeNull();
        (await PageAsync(staff, $"queue={Queue}")).DeadLetters.ShouldNotContain(listed => listed.Id == letter.Id);
        (await PageAsync(staff, "queue=payments")).DeadLetters.ShouldAllBe(listed => listed.Queue == "payments");
    }

    [Fact]
    public async Task DeadLetter_WhenThereIsNone_IsNotFound()
    {
        using var staff = await app.GivenStaffAsync(secondFactor: true);

        using var answer = await staff.PostAsync($"/api/staff/dead-letters/{Guid.NewGuid()}/replay", null);

        await ShouldBeAsync(answer, HttpStatusCode.NotFound, "dead_letter_not_found");
        using var wrong = await staff.GetAsync("/api/staff/dead-letters?page=0");
        await ShouldBeAsync(wrong, HttpStatusCode.BadRequest, "validation_failed");
        using var every = await staff.PostAsync("/api/staff/dead-letters/replay", null);
        await ShouldBeAsync(every, HttpStatusCode.BadRequest, "validation_failed");
        (await ReadAsync<ReplayedView>(staff.PostAsync("/api/staff/dead-letters/replay?queue=none", null))).Replayed.ShouldBe(0);
    }

    [Fact]
    public async Task OutboxReplay_OfWhatWasHandled_HarmsNobody()
    {
        using var staff = await app.GivenStaffAsync(secondFactor: true);
        var showing = await app.GivenShowingAsync();
        var customer = await app.GivenCustomerAsync();
        var (booking, _) = await app.GivenTicketsAsync(customer, showing.Id, 3, 4);
        await app.MailAsync(customer.Email);

        var replay = await ReadAsync<ReplayView>(staff.PostAsJsonAsync("/api/staff/outbox/replay", new { since = TimeProvider.System.GetUtcNow().AddMinutes(-1) }));

        // Seats keep no inbox and get everything; each mail is known to have been sent.
        replay.Published.Keys.ShouldBe(["seat-holds", "payments", "emails", "waiting-rooms"], ignoreOrder: true);
        replay.Published["seat-holds"].ShouldBeGreaterThan(0);
        await using var database = await app.DatabaseAsync();
        (await database.Bookings.CountAsync(row => row.Id == booking.Id && row.Status == Core.Bookings.BookingStatus.Confirmed)).ShouldBe(1);
        (await app.MailsAsync(customer.Email)).Length.ShouldBe(1);
        (await customer.SeatsAsync(showing.Id)).States.Count(state => state == 's').ShouldBe(2);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"since":"2020-01-01T00:00:00Z"}""")]
    [InlineData("""{"since":"2120-01-01T00:00:00Z"}""")]
    public async Task OutboxReplay_FromAnInstantThatIsNotKept_IsRefused(string body)
    {
        using var staff = await app.GivenStaffAsync(secondFactor: true);

        using var answer = await staff.PostAsync("/api/staff/outbox/replay", new StringContent(body, Encoding.UTF8, "application/json"));

        await ShouldBeAsync(answer, HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task Mails_OfABooking_AreListedAndSentAgain()
    {
        using var staff = await app.GivenStaffAsync(secondFactor: true);
        var customer = await app.GivenCustomerAsync();
        var showing = await app.GivenShowingAsync();
        var (booking, _) = await app.GivenTicketsAsync(customer, showing.Id, 0);
        await app.MailAsync(customer.Email);
        var path = $"/api/staff/bookings/{booking.Id}/mails";

        var first = (await Eventually.BecomesAsync(() => ReadAsync<MailView[]>(staff.GetAsync(path)), mails => mails.Length == 1))[0];
        (first.Key, first.Kind, first.Recipient, first.Attempts, first.SentAt is null, first.LastError)
            .ShouldBe(($"Ticket:{booking.Id}", "ticket", customer.Email, 1, false, null));

        var wish = await ReadAsync<WishView>(staff.PostAsJsonAsync(path, new { kind = "ticket" }));

        (await Eventually.BecomesAsync(() => app.MailsAsync(customer.Email), mails => mails.Length == 2)).Select(mail => mail.Subject).Distinct().ShouldHaveSingleItem();
        (await Eventually.BecomesAsync(() => ReadAsync<MailView[]>(staff.GetAsync(path)), mails => mails.Length == 2))
            .ShouldContain(mail => mail.Key == $"{first.Key}:{wish.ResendId}");
    }

    [Theory]
    [InlineData("refund", HttpStatusCode.Conflict, "mail_not_due")]
    [InlineData("cancellation", HttpStatusCode.Conflict, "mail_not_due")]
    [InlineData("showingCancelled", HttpStatusCode.Conflict, "mail_not_due")]
    [InlineData("ticket", HttpStatusCode.Conflict, "mail_not_due")]
    [InlineData(null, HttpStatusCode.BadRequest, "validation_failed")]
    [InlineData("birthday", HttpStatusCode.BadRequest, "malformed_request")]
    public async Task Mails_ThatWouldNotBeTrue_AreRefused(string? kind, HttpStatusCode status, string code)
    {
        using var staff = await app.GivenStaffAsync(secondFactor: true);
        var customer = await app.GivenCustomerAsync();
        var booking = await customer.BooksAsync(await customer.HoldsAsync((await app.GivenShowingAsync()).Id, 0));

        using var answer = await staff.PostAsJsonAsync($"/api/staff/bookings/{booking.Id}/mails", new { kind });

        await ShouldBeAsync(answer, status, code);
    }

    [Fact]
    public async Task Mails_OfNoBooking_AreNotFound()
    {
        using var staff = await app.GivenStaffAsync(secondFactor: true);
        var path = $"/api/staff/bookings/{Guid.NewGuid()}/mails";

        using var list = await staff.GetAsync(path);
        await ShouldBeAsync(list, HttpStatusCode.NotFound, "booking_not_found");
        using var resend = await staff.PostAsJsonAsync(path, new { kind = "ticket" });
        await ShouldBeAsync(resend, HttpStatusCode.NotFound, "booking_not_found");
    }

    [Theory]
    [InlineData("GET", "/api/staff/dead-letters")]
    [InlineData("POST", "/api/staff/dead-letters/6f1e4b34-0000-7000-8000-000000000000/replay")]
    [InlineData("POST", "/api/staff/dead-letters/replay")]
    [InlineData("POST", "/api/staff/outbox/replay")]
    [InlineData("GET", "/api/staff/bookings/6f1e4b34-0000-7000-8000-000000000000/mails")]
    [InlineData("POST", "/api/staff/bookings/6f1e4b34-0000-7000-8000-000000000000/mails")]
    public async Task Anything_ByACustomer_IsRefused(string method, string path)
    {
        var api = app.CreateClient("api");
        var issued = await CustomerClient.ReadAsync<IssuedCustomer>(await api.PostAsync("/api/customers", null));
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = new("Bearer", issued.Token);

        using var answer = await api.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    async Task PublishAsync(Guid messageId, string body)
    {
        var factory = new ConnectionFactory { Uri = new Uri(await app.ConnectionStringAsync("rabbitmq")) };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var properties = new BasicProperties { MessageId = messageId.ToString(), Type = "BookingConfirmed", Persistent = true };
        await channel.BasicPublishAsync("", Queue, mandatory: true, properties, Encoding.UTF8.GetBytes(body));
    }

    static Task<LetterView[]> LettersAsync(HttpClient staff, Guid messageId, int count) => Eventually.BecomesAsync(
        async () => (await PageAsync(staff, $"queue={Queue}&replayed=true")).DeadLetters.Where(letter => letter.MessageId == messageId).ToArray(),
        letters => letters.Length == count);

    static Task<LetterPage> PageAsync(HttpClient staff, string query) => ReadAsync<LetterPage>(staff.GetAsync($"/api/staff/dead-letters?{query}"));

    static async Task<T> ReadAsync<T>(Task<HttpResponseMessage> call) => await CustomerClient.ReadAsync<T>(await call);

    static async Task ShouldBeAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var problem = await answer.Content.ReadFromJsonAsync<ProblemView>();
        (answer.StatusCode, problem!.Code).ShouldBe((status, code));
    }

    sealed record LetterPage(LetterView[] DeadLetters, int Page, int PageSize, int Total);

    sealed record LetterView(
        Guid Id, string Queue, Guid? MessageId, string? Type, string Body, string Error, int Attempts, DateTimeOffset? ReplayedAt, string? ReplayedBy);

    sealed record ReplayedView(int Replayed);

    sealed record ReplayView(DateTimeOffset Since, Dictionary<string, int> Published);

    sealed record MailView(string Key, string Kind, string Recipient, int Attempts, DateTimeOffset? SentAt, string? LastError);

    sealed record WishView(Guid ResendId);

    sealed record ProblemView(string Code);
}
