using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Accounts;

namespace Ticketing.Tests.WaitingRooms;

/// <summary>Staff switch rooms of the whole system on and off.</summary>
public sealed class StaffTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Fact]
    public async Task Room_SwitchedOn_StandsBeforeTheShowing_UntilItIsSwitchedOff()
    {
        using var staff = await app.GivenStaffAsync();
        var showing = await app.GivenShowingAsync();
        var customer = await app.GivenCustomerAsync();

        var on = await SetAsync(staff, $"showing/{showing.Id}", new { mode = "on", cap = 5, ratePerSecond = 2.5 });

        (on.On, on.Cap, on.RatePerSecond, on.OpensAt).ShouldBe((true, 5, 2.5, null));
        await Eventually.BecomesAsync(() => StatusAsync(customer.HoldAsync(showing.Id, 0)), status => status == 403);
        (await staff.GetFromJsonAsync<RoomView[]>("/api/staff/waiting-rooms"))!.ShouldContain(room => room.Id == on.Id);
        (await SetAsync(staff, $"showing/{showing.Id}", new { mode = "on", cap = 9, ratePerSecond = 2.5 })).ShouldBe(on with { Cap = 9 });
        (await SetAsync(staff, $"showing/{showing.Id}", new { mode = "off" })).On.ShouldBeFalse();
        // Both replicas have heard by then.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            Eventually.BecomesAsync(async () => await StatusAsync((await app.GivenCustomerAsync()).HoldAsync(showing.Id, 0, 1)), status => status != 403)));
        await using var database = await app.DatabaseAsync();
        var row = await database.WaitingRooms.AsNoTracking().SingleAsync(room => room.Id == on.Id);
        (row.CreatedBy is not null, row.UpdatedBy is not null, row.EndedAt is not null).ShouldBe((true, true, true));
    }

    [Fact, Trait("Category", "Security"), Trait("Asvs", "V7.1.3"), Trait("Asvs", "V8.3.5")]
    public async Task Room_WhenStaffChangeIt_IsWrittenDownWithWhoAndWhat()
    {
        var person = await app.GivenPersonAsync(Roles.Staff);
        using var staff = person.Client(await person.SignInAsync());
        var showing = await app.GivenShowingAsync();

        var on = await SetAsync(staff, $"showing/{showing.Id}", new { mode = "on", cap = 5, ratePerSecond = 2.5 });
        await SetAsync(staff, $"showing/{showing.Id}", new { mode = "on", cap = 9, ratePerSecond = 2.5 });
        var off = await SetAsync(staff, $"showing/{showing.Id}", new { mode = "off" });

        await using var database = await app.DatabaseAsync();
        var rows = await database.AuditEntries.AsNoTracking().Where(row => row.By == $"staff:{person.Id}" && row.Action.StartsWith("waiting_room."))
            .OrderBy(row => row.At).ThenBy(row => row.Id).ToListAsync();
        rows.Select(row => (row.Action, row.Subject, row.Network)).ShouldBe(
            [
                ("waiting_room.made", $"waiting-room:{on.Id}", person.Network),
                ("waiting_room.changed", $"waiting-room:{on.Id}", person.Network),
                ("waiting_room.ended", $"waiting-room:{on.Id}", person.Network),
                ("waiting_room.made", $"waiting-room:{off.Id}", person.Network),
            ],
            ignoreOrder: true);
        var changed = System.Text.Json.JsonDocument.Parse(rows.Single(row => row.Action == "waiting_room.changed").Details!).RootElement;
        (changed.GetProperty("mode").GetString(), changed.GetProperty("cap").GetInt32(), changed.GetProperty("showingId").GetInt64()).ShouldBe(("On", 9, showing.Id));
    }

    [Fact]
    public async Task Room_BeforeASaleThatIsToOpen_OpensWithIt()
    {
        using var staff = await app.GivenStaffAsync();
        var showing = await app.GivenShowingAsync(saleOpensIn: TimeSpan.FromHours(1));
        var room = await SetAsync(staff, $"showing/{showing.Id}", new { mode = "on", cap = 5, ratePerSecond = 1 });
        room.OpensAt!.Value.ShouldBe(showing.SaleOpensAt, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Room_ThatOpensByAnotherZonesClock_OpensAtThatInstant()
    {
        using var staff = await app.GivenStaffAsync();
        var showing = await app.GivenShowingAsync();
        var opensAt = showing.CutoffAt.AddMinutes(-1).ToOffset(TimeSpan.FromHours(9));
        var room = await SetAsync(staff, $"showing/{showing.Id}", new { mode = "on", cap = 5, ratePerSecond = 1, opensAt });
        room.OpensAt!.Value.ShouldBe(opensAt, TimeSpan.FromMilliseconds(1));
    }

    [Theory]
    [InlineData("""{"mode":"on","cap":0,"ratePerSecond":1}""", "cap")]
    [InlineData("""{"mode":"on","cap":5,"ratePerSecond":0}""", "ratePerSecond")]
    [InlineData("""{"cap":5,"ratePerSecond":1}""", "mode")]
    [InlineData("""{"mode":"automatic","cap":5,"ratePerSecond":1,"opensAt":"2030-01-01T00:00:00Z"}""", "opensAt")]
    public async Task Room_WithBadSettings_IsRefused(string body, string input)
    {
        using var staff = await app.GivenStaffAsync();
        var showing = await app.GivenShowingAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await staff.PutAsync($"/api/staff/waiting-rooms/showing/{showing.Id}", content);
        ((int)answer.StatusCode).ShouldBe(400);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(input);
    }

    [Fact]
    public async Task Room_OfNothing_IsNotFound()
    {
        using var staff = await app.GivenStaffAsync();
        var settings = new { mode = "on", cap = 5, ratePerSecond = 1 };
        (await (await staff.PutAsJsonAsync("/api/staff/waiting-rooms/showing/0", settings)).CodeAsync()).ShouldBe("404 showing_not_found");
        (await (await staff.PutAsJsonAsync("/api/staff/waiting-rooms/film/nothing", settings)).CodeAsync()).ShouldBe("404 film_not_found");
    }

    [Fact]
    public async Task Rooms_AreNotForCustomers()
    {
        using var nobody = app.CreateClient("api");
        ((int)(await nobody.GetAsync("/api/staff/waiting-rooms")).StatusCode).ShouldBe(401);
        var issued = await CustomerClient.ReadAsync<IssuedCustomer>(await nobody.PostAsync("/api/customers", null));
        nobody.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", issued.Token);
        (await (await nobody.GetAsync("/api/staff/waiting-rooms")).CodeAsync()).ShouldBe("401 staff_required");
    }

    internal static async Task<RoomView> SetAsync(HttpClient staff, string scope, object settings) =>
        await CustomerClient.ReadAsync<RoomView>(await staff.PutAsJsonAsync($"/api/staff/waiting-rooms/{scope}", settings));

    static async Task<int> StatusAsync(Task<HttpResponseMessage> call)
    {
        using var answer = await call;
        return (int)answer.StatusCode;
    }

    internal sealed record RoomView(long Id, string Mode, int Cap, double RatePerSecond, DateTimeOffset? OpensAt, bool On);
}
