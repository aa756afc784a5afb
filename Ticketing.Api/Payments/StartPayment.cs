using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Api.Bookings;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Customers;
using Ticketing.Core.Database;
using Ticketing.Core.Payments;
using Ticketing.Core.Problems;
using Ticketing.Core.Requests;

namespace Ticketing.Api.Payments;

/// <summary>
/// Sends a customer to the provider's checkout. The attempt is stored before the provider hears of it, and its id is the provider's key:
/// however often this is repeated, one attempt has one checkout.
/// </summary>
sealed class StartPayment(TicketingDbContext context, IPaymentProvider provider, TimeProvider time, IOptions<PaymentOptions> options, ILogger<StartPayment> logger)
{
    const int LooksForAnother = 25;
    static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    public async Task<Results<Ok<PaymentResponse>, ProblemHttpResult>> HandleAsync(Guid bookingId, Customer customer, CancellationToken ct)
    {
        if (!await context.Bookings.Of(customer).AnyAsync(b => b.Id == bookingId, ct))
            return BookingEndpoints.NotFound();

        try
        {
            var ended = await EndedCheckoutAsync(bookingId, ct);
            if (await OpenAttemptAsync(bookingId, ended, ct) is not var (booking, attempt))
                return NotPayable();

            return TypedResults.Ok(new PaymentResponse(bookingId, attempt.Id, attempt.CheckoutUrl ?? await CheckoutUrlAsync(booking, attempt, ct)));
        }
        catch (PaymentRejectedException refused)
        {
            logger.LogWarning(refused, "The payment provider refused a checkout for booking {Booking}", bookingId);
            await GiveUpUnopenedAsync(bookingId, ct);
            return NotPayable();
        }
        catch (RegionFencedException fenced)
        {
            logger.LogError(fenced, "This region's payment key is not valid: booking {Booking} cannot be paid here", bookingId);
            return Problem.Unavailable("region_fenced", "Payments are being moved to another place. Please try again in a few minutes.");
        }
        catch (PaymentUnavailableException failure)
        {
            logger.LogWarning(failure, "The payment provider gave no answer about booking {Booking}", bookingId);
            return Problem.Unavailable("payment_unavailable", "Payments are not available right now. Please try again in a moment.");
        }
    }

    /// <summary>The checkout of the open attempt, if the customer gave it up and the news has not come yet.</summary>
    async Task<string?> EndedCheckoutAsync(Guid bookingId, CancellationToken ct)
    {
        var checkoutId = await context.PaymentAttempts
            .Where(a => a.BookingId == bookingId && a.Status == PaymentAttemptStatus.Open).Select(a => a.CheckoutId).SingleOrDefaultAsync(ct);
        if (checkoutId is null)
            return null;

        return await provider.Find(checkoutId, ct) is null or { Status: CheckoutStatus.Canceled or CheckoutStatus.Expired } ? checkoutId : null;
    }

    /// <summary>The booking's open attempt, or a new one; null if the booking cannot be paid.</summary>
    async Task<(Booking, PaymentAttempt)?> OpenAttemptAsync(Guid bookingId, string? endedCheckout, CancellationToken ct)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        await context.LockBookingAsync(bookingId, ct);
        var booking = await context.Bookings.AsSingleQuery()
            .Include(b => b.Showing.Film).Include(b => b.Showing.Auditorium.Cinema).Include(b => b.Seats).ThenInclude(s => s.Seat).Include(b => b.PaymentAttempts)
            .SingleAsync(b => b.Id == bookingId, ct);
        var now = time.GetUtcNow();
        if (!booking.IsPayable(now))
            return null;

        var attempt = booking.PaymentAttempts.SingleOrDefault(a => a.Status == PaymentAttemptStatus.Open);
        if (attempt is { CheckoutId: { } checkout } && checkout == endedCheckout)
        {
            attempt.Status = PaymentAttemptStatus.Voided;
            await context.SaveChangesAsync(ct);
            attempt = null;
        }

        if (attempt is null)
        {
            attempt = new PaymentAttempt
            {
                Id = Guid.CreateVersion7(now),
                BookingId = booking.Id,
                Amount = booking.Amount,
                Currency = booking.Currency,
                CreatedAt = now,
                Description = PaymentDescription.Of(booking),
                TraceParent = Activity.Current?.Id,
            };
            context.PaymentAttempts.Add(attempt);
            await context.SaveChangesAsync(ct);
        }

        await transaction.CommitAsync(ct);
        return (booking, attempt);
    }

    async Task<string> CheckoutUrlAsync(Booking booking, PaymentAttempt attempt, CancellationToken ct)
    {
        Checkout checkout;
        try
        {
            checkout = await provider.CreateCheckout(RequestOf(booking, attempt), ct);
        }
        catch (PaymentUnderWayException)
        {
            // Who asks twice at once gets the same address. An answer that the provider is away would be held against it, for everybody.
            if (await OthersUrlAsync(attempt.Id, ct) is { } url)
                return url;
            throw;
        }

        await context.PaymentAttempts.Where(a => a.Id == attempt.Id && a.CheckoutId == null).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.CheckoutId, checkout.Id).SetProperty(a => a.CheckoutUrl, checkout.Url), ct);
        return checkout.Url;
    }

    /// <summary>What the request at the same moment has got; null if it gets nothing within some seconds.</summary>
    async Task<string?> OthersUrlAsync(Guid attemptId, CancellationToken ct)
    {
        for (var look = 0; look < LooksForAnother; look++)
        {
            await Task.Delay(BetweenLooks, ct);
            if (await context.PaymentAttempts.Where(a => a.Id == attemptId).Select(a => a.CheckoutUrl).SingleAsync(ct) is { } url)
                return url;
        }

        return null;
    }

    /// <summary>
    /// What is refused once is refused again. So the next try is another attempt; if the provider knows this one all the same, nobody
    /// has its address, and it ends with the booking's time.
    /// </summary>
    Task<int> GiveUpUnopenedAsync(Guid bookingId, CancellationToken ct) => context.PaymentAttempts
        .Where(a => a.BookingId == bookingId && a.Status == PaymentAttemptStatus.Open && a.CheckoutId == null)
        .ExecuteUpdateAsync(a => a.SetProperty(attempt => attempt.Status, PaymentAttemptStatus.Voided), ct);

    static ProblemHttpResult NotPayable() => Problem.Conflict("booking_not_payable", "This booking cannot be paid, or not any more.");

    /// <summary>Made of what a booking keeps, so that a repeated call is the same call; only our own address may change.</summary>
    CheckoutRequest RequestOf(Booking booking, PaymentAttempt attempt) => new(
        attempt.Id,
        attempt.Amount,
        attempt.Currency,
        options.Value.ReturnPage(booking.Id),
        options.Value.BookingPage(booking.Id),
        booking.ExpiresAt,
        attempt.Description,
        booking.Email,
        booking.Language,
        new Dictionary<string, string>
        {
            [CheckoutMetadata.Booking] = booking.Id.ToString(),
            [CheckoutMetadata.Reference] = booking.Reference,
            [CheckoutMetadata.Showing] = $"{booking.ShowingId}",
            [CheckoutMetadata.Seats] = string.Join(' ', booking.Seats.Select(s => s.Seat.Index).Order()),
            [CheckoutMetadata.Email] = booking.Email,
        });
}

/// <param name="CheckoutUrl">Where to send the customer.</param>
sealed record PaymentResponse(Guid BookingId, Guid AttemptId, string CheckoutUrl);

/// <summary>What the provider's page says is bought: film, cinema, time and seats, in the booking's language.</summary>
static class PaymentDescription
{
    const int Longest = 200;

    /// <summary>Needs the showing with its film and cinema, and the seats, loaded.</summary>
    public static string Of(Booking booking)
    {
        var (film, auditorium, cinema) = (booking.Showing.Film, booking.Showing.Auditorium, booking.Showing.Auditorium.Cinema);
        var isKorean = booking.Language == "ko";
        var starts = WallClock.At(booking.Showing.StartsAt, cinema.TimeZone);
        var when = starts.ToString(isKorean ? "M월 d일 (ddd) HH:mm" : "ddd d MMM, HH:mm", CultureInfo.GetCultureInfo(booking.Language));
        var where = $"{cinema.NameIn(booking.Language)} {auditorium.NameIn(booking.Language)}";
        var seats = string.Join(", ", booking.Seats.OrderBy(s => s.Seat.Index).Select(s => s.Seat.Label));
        var details = $" · {where} · {when} · {seats} · {booking.Reference}";
        return Shorten(film.TitleIn(booking.Language), Longest - details.Length) + details;
    }

    static string Shorten(string title, int longest) => title.Length <= longest ? title : $"{title.Cut(longest - 1)}…";
}
