using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ticketing.Api.Bookings.Readdressing;
using Ticketing.Api.Staff;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Customers;
using Ticketing.Core.Mails;

namespace Ticketing.Tests.Bookings;

/// <summary>A customer who mistyped the address gets the tickets at another one, and nobody else does.</summary>
[Trait("Category", "Security")]
[Trait("Asvs", "V4.2.1")]
public sealed class ChangeAddressTests(TicketingApp app) : IClassFixture<TicketingApp>, IAsyncLifetime
{
    static readonly StaffMember Clerk = new(Guid.NewGuid(), "clerk@staff.example", Guid.NewGuid(), [], SecondFactor: false);

    readonly Customer customer = BookingWorld.GivenCustomer();
    readonly string right = $"right-{Guid.NewGuid():N}@customers.example";
    BookingWorld world = null!;
    Showing showing = null!;
    Guid booking;
    string mistyped = null!;

    public async Task InitializeAsync()
    {
        world = await BookingWorld.StartAsync(app, nameof(ChangeAddressTests));
        showing = await world.GivenShowingAsync(startsIn: TimeSpan.FromDays(30));
        booking = await GivenPaidAsync(customer, 3, 4, 5, 6, 7);
        mistyped = (await world.BookingAsync(booking)).Email;
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task Change_WhenTheNewAddressConfirms_IsMadeOnce()
    {
        (await AskAsync(right)).ShouldBeOfType<Accepted>();
        var change = await NewestAsync();
        (await NoticesAsync(change, MailKind.AddressConfirmation), await NoticesAsync(change, MailKind.AddressChangeNotice)).ShouldBe((1, 1));
        (await world.BookingAsync(booking)).Email.ShouldBe(mistyped, "nobody has read the new one's mail");

        (await ConfirmAsync(change)).ShouldBeOfType<NoContent>();
        (await ConfirmAsync(change)).ShouldBeOfType<NoContent>();

        var changed = await world.BookingAsync(booking);
        (changed.Email, changed.NormalizedEmail, changed.LinkVersion, changed.Status).ShouldBe((right, right, 1, BookingStatus.Confirmed));
        changed.Events.Count(moved => (moved.Why, moved.By) == (BookingReasons.Readdressed, "mail-link")).ShouldBe(1);
        (await world.MessagesAsync<BookingReaddressed>(booking)).ShouldBe(1);
    }

    [Fact]
    public async Task Ask_WhoeverIsNotItsCustomerAndHasNoLink_IsToldOfNoBooking()
    {
        (await AskAsync(right, by: BookingWorld.GivenCustomer())).ShouldBeProblem(404, "booking_not_found");
        (await AskAsync(right, by: null)).ShouldBeProblem(404, "booking_not_found");
        (await AskAsync(right, by: null, link: new BookingLink(booking, 1))).ShouldBeProblem(404, "booking_not_found");
        (await AskAsync(right, by: null, link: new BookingLink(booking, 0))).ShouldBeOfType<Accepted>();
    }

    [Fact]
    public async Task Ask_WhenThereIsNothingToChange_SaysSo()
    {
        (await AskAsync(mistyped)).ShouldBeProblem(409, "address_unchanged");
        var unpaid = (await world.GivenBookingAsync(await world.GivenShowingAsync(), customer, 0)).Id;

        (await world.InScopeAsync<ChangeAddress, IResult>(async handler => (await handler.AskAsync(unpaid, right, customer, null, null, default)).Result))
            .ShouldBeProblem(409, "booking_not_readdressable");
    }

    /// <summary>Mistyped once more: the stranger who gets that mail has a link that does nothing.</summary>
    [Fact]
    public async Task Ask_WhenAskedAnew_TakesThePlaceOfTheOneBefore_AndThreeTimesADayAtMost()
    {
        await AskAsync($"wrong-{right}");
        var first = await NewestAsync();
        await AskAsync(right);
        var second = await NewestAsync();

        (await ConfirmAsync(first)).ShouldBeProblem(404, "address_link_ended");
        (await StopAsync(first)).ShouldBeProblem(404, "address_link_ended");
        await AskAsync(right);
        (await AskAsync(right)).ShouldBeProblem(429, "too_many_address_changes");
        (await ConfirmAsync(second)).ShouldBeProblem(404, "address_link_ended");
        world.Clock.Advance(TimeSpan.FromDays(1));
        (await AskAsync(right)).ShouldBeOfType<Accepted>();
        (await ConfirmAsync(await NewestAsync())).ShouldBeOfType<NoContent>();
    }

    [Fact]
    public async Task Confirm_WhenADayHasPassed_DoesNothing()
    {
        await AskAsync(right);
        var change = await NewestAsync();
        world.Clock.Advance(AddressChange.ConfirmableFor);

        (await ConfirmAsync(change)).ShouldBeProblem(404, "address_link_ended");
        (await ConfirmAsync(Guid.NewGuid())).ShouldBeProblem(404, "address_link_ended");
        (await world.BookingAsync(booking)).Email.ShouldBe(mistyped);
    }

    [Fact]
    public async Task Stop_BeforeItIsConfirmed_KeepsTheAddressAndEndsFurtherChanges()
    {
        await AskAsync(right);
        var change = await NewestAsync();

        (await StopAsync(change)).ShouldBeOfType<Ok<StoppedChangeResponse>>().Value!.Undone.ShouldBeFalse();

        (await ConfirmAsync(change)).ShouldBeProblem(404, "address_link_ended");
        (await StopAsync(change)).ShouldBeOfType<Ok<StoppedChangeResponse>>("its page may be sent again");
        world.Clock.Advance(TimeSpan.FromDays(2));
        (await AskAsync(right)).ShouldBeProblem(409, "address_change_stopped");
        (await ByStaffAsync(right)).ShouldBeOfType<NoContent>();
        (await world.BookingAsync(booking)).Email.ShouldBe(right);
    }

    /// <summary>Somebody with the customer's session sends the tickets on and on; the owner has one mail of it, of the first step.</summary>
    [Fact]
    public async Task Stop_AfterItWasConfirmed_PutsTheAddressBack_WhateverCameAfterIt()
    {
        await AskAsync($"thief-{right}");
        var first = await NewestAsync();
        await ConfirmAsync(first);
        await AskAsync($"fence-{right}");
        var second = await NewestAsync();
        await ConfirmAsync(second);
        await AskAsync($"third-{right}");
        var third = await NewestAsync();
        // A second before it is too late: asking twice more took two.
        world.Clock.Advance(AddressChange.StoppableFor - TimeSpan.FromSeconds(3));

        (await StopAsync(first)).ShouldBeOfType<Ok<StoppedChangeResponse>>().Value!.Undone.ShouldBeTrue();

        var restored = await world.BookingAsync(booking);
        (restored.Email, restored.LinkVersion).ShouldBe((mistyped, 3));
        restored.Events.ShouldContain(moved => moved.Why == BookingReasons.ReaddressingStopped);
        (await NoticesAsync(second, MailKind.AddressChangeUndone)).ShouldBe(1, "to the address that it had");
        (await StopAsync(second)).ShouldBeProblem(404, "address_link_ended");
        (await ConfirmAsync(third)).ShouldBeProblem(404, "address_link_ended");
        (await AskAsync(right)).ShouldBeProblem(409, "address_change_stopped");
    }

    [Fact]
    public async Task Stop_WhenThreeDaysHavePassedSince_DoesNothing()
    {
        await AskAsync(right);
        var change = await NewestAsync();
        await ConfirmAsync(change);
        world.Clock.Advance(AddressChange.StoppableFor);

        (await StopAsync(change)).ShouldBeProblem(404, "address_link_ended");
        (await world.BookingAsync(booking)).Email.ShouldBe(right);
    }

    [Fact]
    public async Task Stop_AfterStaffHaveSaidTheLastWord_DoesNothing()
    {
        await AskAsync($"wrong-{right}");
        var confirmed = await NewestAsync();
        await ConfirmAsync(confirmed);
        await AskAsync($"open-{right}");
        var open = await NewestAsync();

        (await ByStaffAsync(right)).ShouldBeOfType<NoContent>();

        (await StopAsync(confirmed)).ShouldBeProblem(404, "address_link_ended");
        (await ConfirmAsync(open)).ShouldBeProblem(404, "address_link_ended");
        (await world.BookingAsync(booking)).Email.ShouldBe(right);
    }

    /// <summary>What it has besides only its own reader learns, and of two at once one is within the limit.</summary>
    [Fact]
    [Trait("Asvs", "V11.1.6")]
    public async Task Confirm_WhenTheAddressWouldHaveMoreThanItMay_IsRefused()
    {
        var friend = BookingWorld.GivenCustomer();
        var other = await GivenPaidAsync(friend, 10, 11, 12, 13);
        (await AskAsync(right)).ShouldBeOfType<Accepted>();
        (await AskAsync(right, friend, of: other)).ShouldBeOfType<Accepted>();

        var answers = await Task.WhenAll(ConfirmAsync(await NewestAsync()), ConfirmAsync(await NewestAsync(other)));

        answers.OfType<NoContent>().ShouldHaveSingleItem();
        answers.OfType<ProblemHttpResult>().ShouldHaveSingleItem().ShouldBeProblem(409, "booking_limit_reached");
        (await world.ReadAsync(context => context.Bookings.CountAsync(b => b.NormalizedEmail == right))).ShouldBe(1);
    }

    [Fact]
    public async Task ByStaff_WhenTheAddressWouldHaveMoreThanItMay_OrThereAreNoTickets_IsRefused()
    {
        var friend = BookingWorld.GivenCustomer();
        var other = await world.BookingAsync(await GivenPaidAsync(friend, 10, 11, 12, 13));
        var unpaid = (await world.GivenBookingAsync(await world.GivenShowingAsync(), friend, 0)).Id;

        (await ByStaffAsync(other.Email)).ShouldBeProblem(409, "booking_limit_reached");
        (await ByStaffAsync(right, unpaid)).ShouldBeProblem(409, "booking_not_readdressable");
        (await ByStaffAsync(right, Guid.NewGuid())).ShouldBeProblem(404, "booking_not_found");
        (await world.BookingAsync(booking)).LinkVersion.ShouldBe(0);
    }

    async Task<Guid> GivenPaidAsync(Customer by, params int[] seats)
    {
        var placed = await world.GivenBookingAsync(showing, by, seats);
        await world.PaysAsync(placed.Id, by);
        return placed.Id;
    }

    Task<IResult> AskAsync(string email) => AskAsync(email, customer);

    Task<IResult> AskAsync(string email, Customer? by, BookingLink? link = null, Guid? of = null)
    {
        // Each is asked for after the one before.
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        return world.InScopeAsync<ChangeAddress, IResult>(async handler => (await handler.AskAsync(of ?? booking, email, by, link, null, default)).Result);
    }

    Task<IResult> ConfirmAsync(Guid change) =>
        world.InScopeAsync<ChangeAddress, IResult>(async handler => (await handler.ConfirmAsync(change, null, default)).Result);

    Task<IResult> StopAsync(Guid change) =>
        world.InScopeAsync<ChangeAddress, IResult>(async handler => (await handler.StopAsync(change, null, default)).Result);

    Task<IResult> ByStaffAsync(string email, Guid? of = null) => world.InScopeAsync<ReaddressBooking, IResult>(
        async handler => (await handler.ByStaffAsync(of ?? booking, email, "Showed the card.", Clerk, null, default)).Result);

    Task<Guid> NewestAsync(Guid? of = null) => world.ReadAsync(context => context.AddressChanges
        .Where(change => change.BookingId == (of ?? booking)).OrderByDescending(change => change.CreatedAt).Select(change => change.Id).FirstAsync());

    async Task<int> NoticesAsync(Guid change, MailKind kind) => await world.ReadAsync(context => context.OutboxMessages.CountAsync(message =>
        message.Type == nameof(AddressChangeNotice) && EF.Functions.JsonContains(message.Payload, $$"""{"changeId":"{{change}}","kind":"{{kind}}"}""")));
}
