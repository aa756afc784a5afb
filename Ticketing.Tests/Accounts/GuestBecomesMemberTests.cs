using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;

namespace Ticketing.Tests.Accounts;

/// <summary>What a guest has goes with them when they sign in, in that browser and from then on.</summary>
public sealed class GuestBecomesMemberTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Fact]
    public async Task Guest_WhoSignsIn_KeepsBookings_AndFindsThemOnOtherDevicesToo()
    {
        var guest = await app.GivenCustomerAsync();
        var booking = await guest.BooksAsync(await guest.HoldsAsync(await NewShowingAsync(), 0, 1));
        var account = await app.RegisterMemberAsync();

        var member = await SignInAsync(account, guest);
        var elsewhere = await SignInAsync(account);

        (await member.BookingAsync(booking.Id)).Status.ShouldBe("pendingPayment");
        (await elsewhere.BookingAsync(booking.Id)).Reference.ShouldBe(booking.Reference);
        (await elsewhere.StartsPaymentAsync(booking.Id)).CheckoutUrl.ShouldNotBeEmpty();
        (await guest.FindBookingAsync(booking.Id)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await using var database = await app.DatabaseAsync();
        (await database.AuditEntries.CountAsync(entry => entry.Action == "member.guest_bookings_taken" && entry.Subject == $"member:{member.Id}")).ShouldBe(1);
    }

    [Fact]
    public async Task Guest_OnEachOfTwoDevices_HasAllBookingsAsAMember()
    {
        var showing = await NewShowingAsync();
        var (phone, desk) = (await app.GivenCustomerAsync(), await app.GivenCustomerAsync());
        var (one, other) = (await phone.BooksAsync(await phone.HoldsAsync(showing, 0, 1)), await desk.BooksAsync(await desk.HoldsAsync(showing, 2, 3)));
        var account = await app.RegisterMemberAsync();

        await SignInAsync(account, phone);
        var member = await SignInAsync(account, desk);

        (await member.BookingAsync(one.Id)).Id.ShouldBe(one.Id);
        (await member.BookingAsync(other.Id)).Id.ShouldBe(other.Id);
    }

    [Fact]
    public async Task Guest_WhoSignsInDuringCheckout_BooksWhatTheyHold()
    {
        var guest = await app.GivenCustomerAsync();
        var hold = await guest.HoldsAsync(await NewShowingAsync(), 3, 4);

        var member = await SignInAsync(await app.RegisterMemberAsync(), guest);

        (await member.FindHoldAsync(hold.ShowingId, hold.HoldId)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var booking = await member.BooksAsync(hold);
        booking.Seats.Select(seat => seat.Index).ShouldBe([3, 4]);
        (await (await SignInAsync(await app.RegisterMemberAsync())).FindBookingAsync(booking.Id)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Guest_WhoSignsIn_MayHoldNoMoreThanBefore_AndKeepsTheHoldBySigningInOnceMore()
    {
        var guest = await app.GivenCustomerAsync();
        var hold = await guest.HoldsAsync(await NewShowingAsync(), 0, 1, 2, 3, 4, 5, 6, 7);
        var account = await app.RegisterMemberAsync();

        var member = await SignInAsync(account, await SignInAsync(account, guest));

        (await (await member.HoldAsync(hold.ShowingId, 8)).CodeAsync()).ShouldBe("409 hold_limit_reached");
        (await member.FindHoldAsync(hold.ShowingId, hold.HoldId)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await (await (await SignInAsync(await app.RegisterMemberAsync(), member)).FindHoldAsync(hold.ShowingId, hold.HoldId)).CodeAsync()).ShouldBe("404 hold_not_found");
    }

    [Fact]
    public async Task Hold_OfAGuest_IsNobodyElsesWhoSignsIn()
    {
        var (guest, other) = (await app.GivenCustomerAsync(), await app.GivenCustomerAsync());
        var hold = await guest.HoldsAsync(await NewShowingAsync(), 0);

        var member = await SignInAsync(await app.RegisterMemberAsync(), other);

        (await member.FindHoldAsync(hold.ShowingId, hold.HoldId)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await member.ReleaseAsync(hold.ShowingId, hold.HoldId)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await (await member.BookAsync(member.BookingOf(hold))).CodeAsync()).ShouldBe("404 hold_not_found");
    }

    /// <summary>Somebody who signs in over another member's session takes nothing from that member.</summary>
    [Fact]
    public async Task Member_WhoSignsInAsAnother_LeavesTheBookingsWhereTheyAre()
    {
        var first = await SignInAsync(await app.RegisterMemberAsync());
        var booking = await first.BooksAsync(await first.HoldsAsync(await NewShowingAsync(), 0));

        var second = await SignInAsync(await app.RegisterMemberAsync(), first);

        (await second.FindBookingAsync(booking.Id)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await first.BookingAsync(booking.Id)).Id.ShouldBe(booking.Id);
    }

    async Task<long> NewShowingAsync() => (await app.GivenShowingAsync(seats: 10)).Id;

    /// <param name="before">Who the browser was until now.</param>
    async Task<CustomerClient> SignInAsync(Account account, CustomerClient? before = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/accounts/login") { Content = JsonContent.Create(account) };
        if (before is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", before.Token);
        var (api, seatHolds) = (app.CreateClient("api"), app.CreateClient("seat-holds"));
        var issued = await CustomerClient.ReadAsync<IssuedCustomer>(await api.SendAsync(request));
        api.DefaultRequestHeaders.Authorization = seatHolds.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", issued.Token);
        return new CustomerClient(api, seatHolds, issued.CustomerId);
    }
}
