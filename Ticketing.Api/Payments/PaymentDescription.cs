using System.Globalization;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Requests;

namespace Ticketing.Api.Payments;

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
        var when = starts.ToString(isKorean ? "M월 d일 (ddd) HH:mm" : "ddd d MMM HH:mm", CultureInfo.GetCultureInfo(booking.Language));
        var where = $"{cinema.NameIn(booking.Language)} {auditorium.NameIn(booking.Language)}";
        var seats = string.Join(", ", booking.Seats.OrderBy(s => s.Seat.Index).Select(s => s.Seat.Label));
        var details = $" · {where} · {when} · {seats} · {booking.Reference}";
        return Shorten(film.TitleIn(booking.Language), Longest - details.Length) + details;
    }

    static string Shorten(string title, int longest) => title.Length <= longest ? title : $"{title.Cut(longest - 1)}…";
}
