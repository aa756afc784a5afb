using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ticketing.Api.Bookings;
using Ticketing.Api.Bookings.Cancelling;
using Ticketing.Api.Showings;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Messaging;
using Ticketing.Core.Payments;
using Ticketing.Workers.Payments;

namespace Ticketing.Tests.Support.Bookings;

/// <summary>What customers, staff and the payments role do with paid bookings; see <see cref="BookingWorld"/>.</summary>
static class RefundSteps
{
    static readonly Guid AStaffMember = Guid.NewGuid();

    /// <summary>A booking with tickets, and the checkout that paid it.</summary>
    public static async Task<(BookingResponse Booking, string Checkout)> GivenPaidAsync(this BookingWorld world, params int[] seats) =>
        await world.GivenPaidAsync(await world.GivenShowingAsync(), seats);

    public static async Task<(BookingResponse Booking, string Checkout)> GivenPaidAsync(this BookingWorld world, Showing showing, params int[] seats)
    {
        var (booking, checkout) = await world.GivenAuthorizedAsync(showing, seats);
        await world.HandleAsync(checkout);
        return (booking, checkout);
    }

    public static Task<IResult> CancelAsync(this BookingWorld world, Guid bookingId, int[]? seats = null, string? key = null) => world.CancelAsync(
        Cancellation.ByCustomer(bookingId, new CancelRequest(seats, null), Actor.MailLink), bookingId, "customer", key);

    public static Task<IResult> CancelAsStaffAsync(this BookingWorld world, Guid bookingId, string reason, int[]? seats = null) => world.CancelAsync(
        Cancellation.ByStaff(bookingId, new CancelRequest(seats, reason), AStaffMember, reason), AStaffMember, "staff", key: null);

    public static async Task<CancellationResponse> MustCancelAsync(this BookingWorld world, Guid bookingId, params int[] seats) =>
        (await world.CancelAsync(bookingId, seats.Length == 0 ? null : seats)).ShouldBeOfType<Ok<CancellationResponse>>().Value!;

    public static Task<bool> CancelShowingAsync(this BookingWorld world, Showing showing, string reason = "The projector is broken.") =>
        world.InScopeAsync<CancelShowing, bool>(handler => handler.RunAsync(showing.Id, reason, AStaffMember, default));

    public static Task<ShowingCancellationResponse?> ProgressAsync(this BookingWorld world, Showing showing) =>
        world.ReadAsync(context => CancellationProgress.FindAsync(context, showing.Id, default));

    /// <summary>Delivers the message that the cancellation led to.</summary>
    public static Task PayRefundAsync(this BookingWorld world, Guid refundId, Guid? messageId = null) => world.InScopeAsync<RefundRequestedHandler>(
        handler => handler.HandleAsync(new RefundRequested(refundId), Message(messageId), default));

    public static Task HandleShowingCancelledAsync(this BookingWorld world, Showing showing) => world.InScopeAsync<ShowingCancelledHandler>(
        handler => handler.HandleAsync(new ShowingCancelled(showing.Id), Message(), default));

    public static Task GoOnWithShowingsAsync(this BookingWorld world) => world.InScopeAsync<CancelledShowings>(job => job.RunAsync(default));

    public static Task RetryRefundsAsync(this BookingWorld world) => world.InScopeAsync<RefundRetry>(job => job.RunAsync(default));

    /// <summary>What the provider has kept of the payment.</summary>
    public static async Task<long> KeptAsync(this BookingWorld world, string checkout) => (await world.Provider.Find(checkout, default))!.Kept;

    public static Task<int> RefundMessagesAsync<TMessage>(this BookingWorld world, Guid refundId) => world.MessagesAsync<TMessage>("refundId", refundId);

    /// <summary>Tells Redis what became of the booking's seats, the last news first.</summary>
    public static async Task DeliverSeatsAsync(this BookingWorld world, Guid bookingId)
    {
        var messages = await world.ReadAsync(context => context.OutboxMessages.AsNoTracking()
            .Where(m => EF.Functions.JsonContains(m.Payload, $$"""{"bookingId":"{{bookingId}}"}""")).OrderByDescending(m => m.CreatedAt).ToListAsync());
        foreach (var message in messages)
        {
            if (message.Type == nameof(BookingConfirmed) && Read<BookingConfirmed>(message) is { } confirmed)
                await world.SeatStates.MarkSoldAsync(confirmed.ShowingId, confirmed.BookingId, confirmed.Seats, default);
            else if (message.Type == nameof(BookingExpired) && Read<BookingExpired>(message) is { } expired)
                await world.SeatStates.MarkFreeAsync(expired.ShowingId, expired.BookingId, expired.Seats, default);
            else if (message.Type == nameof(TicketsCancelled) && Read<TicketsCancelled>(message) is { } cancelled)
                await world.SeatStates.MarkFreeAsync(cancelled.ShowingId, cancelled.BookingId, cancelled.Seats, default);
        }
    }

    static TMessage Read<TMessage>(OutboxMessage message) => JsonSerializer.Deserialize<TMessage>(message.Payload, MessageJson.Options)!;

    static Task<IResult> CancelAsync(this BookingWorld world, Cancellation cancellation, Guid who, string route, string? key) =>
        world.InScopeAsync<CancelBooking, IResult>(async handler =>
            (await handler.HandleAsync(cancellation, IdempotencyKey.Of(who, route, key ?? Guid.NewGuid().ToString(), cancellation), default)).Result);

    static MessageContext Message(Guid? id = null) => new(id ?? Guid.NewGuid(), "payments", 1);
}
