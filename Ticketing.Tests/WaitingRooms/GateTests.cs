using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Messaging;
using Ticketing.SeatHolds.WaitingRooms.Passes;

namespace Ticketing.Tests.WaitingRooms;

public sealed class GateTests(WaitingRoomWorld world) : IClassFixture<WaitingRoomWorld>
{
    [Fact]
    public async Task Hold_WithoutARoom_NeedsNoPass()
    {
        var replica = await world.AddReplicaAsync();
        var showing = await world.GivenShowingAsync();
        using var answer = await replica.GivenCustomer().TryHoldAsync(showing.Id, 3);
        ((int)answer.StatusCode).ShouldBe(201);
    }

    [Fact]
    public async Task Hold_WithoutAPass_NamesTheRoom()
    {
        var replica = await world.AddReplicaAsync();
        var (room, showing) = await world.GivenRoomAsync();
        await replica.KnowsAsync(room.Id);

        using var answer = await replica.GivenCustomer().TryHoldAsync(showing.Id, 3);

        ((int)answer.StatusCode).ShouldBe(403);
        var problem = await answer.Content.ReadFromJsonAsync<PassProblem>();
        problem.ShouldBe(new PassProblem("waiting_room_required", room.Id, "showing"));
    }

    [Fact]
    public async Task Hold_WithAPass_IsTaken_ButNotByAnotherCustomer()
    {
        var replica = await world.AddReplicaAsync();
        var (room, showing) = await world.GivenRoomAsync();
        var customer = await replica.GivenInsideAsync(room.Id);

        using var answer = await customer.TryHoldAsync(showing.Id, 3);

        ((int)answer.StatusCode).ShouldBe(201);
        var thief = replica.GivenCustomer();
        thief.Takes(pass: customer.Pass);
        (await (await thief.TryHoldAsync(showing.Id, 4)).CodeAsync()).ShouldBe("403 waiting_room_required");
    }

    [Fact]
    public async Task Hold_WithAPassOfAnotherRoom_IsRefused()
    {
        var replica = await world.AddReplicaAsync();
        var (room, _) = await world.GivenRoomAsync();
        var (other, showing) = await world.GivenRoomAsync();
        var customer = await replica.GivenInsideAsync(room.Id);
        await replica.KnowsAsync(other.Id);

        (await (await customer.TryHoldAsync(showing.Id, 3)).CodeAsync()).ShouldBe("403 waiting_room_required");
    }

    /// <summary>The whole film's room stands before every showing of it, until it ends.</summary>
    [Fact]
    public async Task Hold_BehindAFilmsRoom_NeedsItsPass()
    {
        var replica = await world.AddReplicaAsync();
        var (room, _) = await world.GivenRoomAsync(ofFilm: true);
        var another = await world.GivenShowingAsync();
        await replica.KnowsAsync(room.Id);
        await Eventually.BecomesAsync(() => HoldStatusAsync(replica.GivenCustomer(), another.Id), status => status == 403);

        var customer = await replica.GivenInsideAsync(room.Id);

        (await HoldStatusAsync(customer, another.Id, seat: 6)).ShouldBe(201);
        await world.EndAsync(room);
        await Eventually.BecomesAsync(() => HoldStatusAsync(replica.GivenCustomer(), another.Id, seat: 9), status => status == 201);
        (await customer.AsksAsync(room.Id)).State.ShouldBe("closed");
    }

    [Fact]
    public async Task Lease_WhenItsCustomerHasBought_EndsInEveryReplica()
    {
        WaitingRoomReplica[] replicas = [await world.AddReplicaAsync(), await world.AddReplicaAsync()];
        var (room, showing) = await world.GivenRoomAsync(cap: 1);
        var customer = await replicas[0].GivenInsideAsync(room.Id);
        var next = replicas[1].GivenCustomer();
        await replicas[1].KnowsAsync(room.Id, open: true);
        await next.JoinsAsync(room.Id);
        // Whose clock says so is behind PostgreSQL's.
        var booking = await GivenConfirmedAsync(showing, customer.Id, TimeSpan.FromMinutes(-2));

        for (var delivery = 0; delivery < 2; delivery++)
            await HandleAsync(new BookingConfirmed(booking.Id, showing.Id, []), Guid.NewGuid());

        await next.BecomesAsync(room.Id, "admitted");
        foreach (var replica in replicas)
        {
            var same = replica.GivenCustomer(customer.Id);
            same.Takes(customer.Token, customer.Pass);
            await Eventually.BecomesAsync(() => HoldStatusAsync(same, showing.Id, seat: 5), status => status == 403);
        }

        (await customer.AsksAsync(room.Id)).State.ShouldBe("lapsed");
    }

    /// <summary>The sign-in moves the lease to the member; the guest's pass is the member's, and no longer than the lease.</summary>
    [Fact]
    public async Task Member_WhoSignedInInside_StaysInsideUntilTheyHaveBought()
    {
        var replica = await world.AddReplicaAsync();
        var (room, showing) = await world.GivenRoomAsync();
        var guest = await replica.GivenInsideAsync(room.Id);
        var member = replica.GivenMember(formerGuest: guest.Id);
        member.Takes(pass: guest.Pass);
        await using (var database = world.Database())
            await database.Database.ExecuteSqlAsync($"UPDATE waiting_room_leases SET customer_id = {member.Id}, changed_at = clock_timestamp() WHERE customer_id = {guest.Id}");

        (await HoldStatusAsync(member, showing.Id, seat: 3)).ShouldBe(201);

        var booking = await GivenConfirmedAsync(showing, member.Id);
        await HandleAsync(new BookingConfirmed(booking.Id, showing.Id, []), Guid.NewGuid());
        await Eventually.BecomesAsync(() => HoldStatusAsync(member, showing.Id, seat: 5), status => status == 403);
    }

    [Fact]
    public async Task Message_ThatComesAgainAfterTheNextVisitBegan_DoesNotEndIt()
    {
        var replica = await world.AddReplicaAsync();
        var (room, showing) = await world.GivenRoomAsync();
        var customer = await replica.GivenInsideAsync(room.Id);
        var message = new BookingConfirmed((await GivenConfirmedAsync(showing, customer.Id)).Id, showing.Id, []);
        var id = Guid.NewGuid();
        await HandleAsync(message, id);
        await customer.BecomesAsync(room.Id, "lapsed");
        await customer.JoinsAsync(room.Id);
        await customer.BecomesAsync(room.Id, "admitted");
        await customer.ClaimsAsync(room.Id);

        await HandleAsync(message, id);

        await using var database = world.Database();
        (await database.WaitingRoomLeases.CountAsync(lease => lease.RoomId == room.Id && lease.EndedAt == null)).ShouldBe(1);
    }

    [Fact]
    public async Task Room_WhenAskedFor_SaysWhetherThePassHolds()
    {
        var replica = await world.AddReplicaAsync();
        var (room, showing) = await world.GivenRoomAsync();
        var customer = await replica.GivenInsideAsync(room.Id);
        using var http = new HttpClient { BaseAddress = replica.Address };

        (await http.GetFromJsonAsync<RoomView>($"/live/waiting-rooms?showing={showing.Id}"))!.Room!.Admitted.ShouldBeFalse();
        http.DefaultRequestHeaders.Add("Cookie", $"{Core.WaitingRooms.WaitingRoomPass.CookieOf(room.Id)}={customer.Pass}");
        (await http.GetFromJsonAsync<RoomView>($"/live/waiting-rooms?showing={showing.Id}"))!.Room.ShouldBe(new RoomBefore(room.Id, "showing", true, true));
        (await http.GetFromJsonAsync<RoomView>("/live/waiting-rooms?showing=0"))!.Room.ShouldBeNull();
    }

    [Fact]
    public async Task Browser_InTwoRooms_HasAPassForEach()
    {
        var replica = await world.AddReplicaAsync();
        using var browser = new HttpClient(new CookieJar()) { BaseAddress = replica.Address };
        var customer = replica.GivenCustomer(browser: browser);
        var showings = new List<long>();
        for (var visit = 0; visit < 2; visit++)
        {
            var (room, showing) = await world.GivenRoomAsync();
            await replica.KnowsAsync(room.Id, open: true);
            customer.Forget();
            await customer.JoinsAsync(room.Id);
            await customer.BecomesAsync(room.Id, "admitted");
            await customer.ClaimsAsync(room.Id);
            showings.Add(showing.Id);
        }

        foreach (var showing in showings)
            (await browser.GetFromJsonAsync<RoomView>($"/live/waiting-rooms?showing={showing}"))!.Room!.Admitted.ShouldBeTrue();
    }

    static async Task<int> HoldStatusAsync(WaitingCustomer customer, long showingId, int seat = 3)
    {
        using var answer = await customer.TryHoldAsync(showingId, seat);
        return (int)answer.StatusCode;
    }

    async Task HandleAsync(BookingConfirmed message, Guid id)
    {
        await using var database = world.Database();
        await new BoughtLeases(database, TimeProvider.System).HandleAsync(message, new MessageContext(id, "waiting-rooms", 1), CancellationToken.None);
    }

    /// <param name="skew">Of the clock that the booking is confirmed by, against PostgreSQL's.</param>
    async Task<Booking> GivenConfirmedAsync(Showing showing, Guid customerId, TimeSpan skew = default)
    {
        await using var database = world.Database();
        var now = (await database.Database.SqlQuery<DateTimeOffset>($"SELECT now() AS \"Value\"").ToListAsync()).Single() + skew;
        database.Attach(showing);
        var booking = GivenBooking.ABooking(showing.Id, now, showing, customer: customerId);
        booking.Confirm();
        database.Bookings.Add(booking);
        await database.SaveChangesAsync();
        return booking;
    }

    sealed record PassProblem(string Code, long RoomId, string Scope);

    sealed record RoomView(RoomBefore? Room);

    sealed record RoomBefore(long Id, string Scope, bool Open, bool Admitted);
}
