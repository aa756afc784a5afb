using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Accounts;

namespace Ticketing.Tests.Accounts;

/// <summary>Members take along what is kept about them.</summary>
[Trait("Category", "Security"), Trait("Asvs", "V8.3.2")]
public sealed class OwnDataTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Fact]
    public async Task Data_OfAMember_IsAllOfTheirsAndNobodyElses()
    {
        var (person, stranger) = (await app.GivenPersonAsync(Roles.Customer), await app.GivenPersonAsync(Roles.Customer));
        var token = await person.LogInAsync();
        var (booking, strangers) = (await BooksAsync(person, token), await BooksAsync(stranger, await stranger.LogInAsync()));

        var text = await ExportAsync(person, token);

        var data = JsonDocument.Parse(text).RootElement;
        data.GetProperty("email").GetString().ShouldBe(person.Email);
        data.GetProperty("sessions").EnumerateArray().ShouldHaveSingleItem().GetProperty("network").GetString().ShouldBe(person.Network);
        var kept = data.GetProperty("bookings").EnumerateArray().ShouldHaveSingleItem();
        kept.GetProperty("id").GetGuid().ShouldBe(booking.Id);
        kept.GetProperty("seats").GetArrayLength().ShouldBe(2);
        kept.GetProperty("amount").GetInt64().ShouldBe(booking.Amount);
        kept.GetProperty("history").EnumerateArray().ShouldHaveSingleItem().GetProperty("to").GetString().ShouldBe("pendingPayment", StringCompareShould.IgnoreCase);
        text.ShouldNotContain($"{strangers.Id}");
        text.ShouldNotContain(stranger.Email);
        await using var database = await app.DatabaseAsync();
        var subject = $"member:{person.Id}";
        (await database.AuditEntries.CountAsync(entry => entry.Subject == subject && entry.Action == "member.data_exported")).ShouldBe(1);
        var again = JsonDocument.Parse(await ExportAsync(person, token)).RootElement;
        again.GetProperty("audit").EnumerateArray().Select(entry => entry.GetProperty("action").GetString()).ShouldContain("member.data_exported");
    }

    /// <summary>What staff did with it is told, who of them it was is not.</summary>
    [Fact]
    public async Task Data_WhenStaffReadABooking_SaysSoWithoutTheirName()
    {
        var person = await app.GivenPersonAsync(Roles.Customer);
        var token = await person.LogInAsync();
        var booking = await BooksAsync(person, token);
        var staff = await app.GivenStaffAsync();
        (await staff.GetAsync($"/api/staff/bookings/{booking.Id}/events")).EnsureSuccessStatusCode();
        await using var database = await app.DatabaseAsync();
        var subject = $"booking:{booking.Id}";
        var by = (await database.AuditEntries.SingleAsync(entry => entry.Subject == subject)).By;

        var text = await ExportAsync(person, token);

        text.ShouldContain("booking.history_read");
        text.ShouldNotContain(by.Split(':')[1]);
    }

    [Fact]
    public async Task Data_OfAMember_HoldsNoSecret()
    {
        var person = await app.GivenPersonAsync(Roles.Customer);
        var token = await person.LogInAsync();
        await using var database = await app.DatabaseAsync();
        var row = await database.Users.AsNoTracking().SingleAsync(member => member.Id == person.Id);

        var text = await ExportAsync(person, token);

        foreach (var secret in (string?[])[row.PasswordHash, row.SecurityStamp, row.ConcurrencyStamp, token])
            text.ShouldNotContain(secret!);
    }

    [Fact]
    public async Task Data_OfAGuest_IsRefused()
    {
        using var api = app.CreateClient("api");
        (await api.GetAsync("/api/accounts/data")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var guest = await Person.ReadAsync(await api.PostAsync("/api/customers", null));
        api.DefaultRequestHeaders.Authorization = new("Bearer", guest.GetProperty("token").GetString());

        (await (await api.GetAsync("/api/accounts/data")).CodeAsync()).ShouldBe("403 member_required");
    }

    async Task<BookingView> BooksAsync(Person person, string token)
    {
        var customer = new CustomerClient(person.Client(token), person.Client(token, "seat-holds"), person.Id);
        return await customer.BooksAsync(await customer.HoldsAsync((await app.GivenShowingAsync(seats: 10)).Id, 0, 1));
    }

    static async Task<string> ExportAsync(Person person, string token)
    {
        using var api = person.Client(token);
        using var answer = await api.GetAsync("/api/accounts/data");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        return await answer.Content.ReadAsStringAsync();
    }
}
