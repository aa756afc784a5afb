using Ticketing.Core.Bookings;
using Ticketing.Core.Requests;

namespace Ticketing.Web.Pages.Bookings;

/// <summary>
/// How a page names its booking: its owner by the id; whoever has the link of the booking's mail by the reference, and their browser shows
/// the link in a cookie.
/// </summary>
sealed record BookingAddress
{
    readonly string path;

    BookingAddress(string path) => this.path = path;

    /// <summary>Null where it is not the owner.</summary>
    public Guid? Id { get; private init; }

    /// <summary>Null for the owner.</summary>
    public string? Reference { get; private init; }

    /// <summary>What proves that the mail came to this browser; null for the owner.</summary>
    public OpaqueToken? Link { get; private init; }

    public string Page => path;

    /// <summary>Where giving tickets back is asked about.</summary>
    public string Cancel => $"{path}/cancel";

    /// <summary>Where another address is asked for.</summary>
    public string Readdress => $"{path}/address";

    public static BookingAddress OfOwner(Guid id) => new($"/bookings/{id}") { Id = id };

    public static BookingAddress OfMail(string reference, OpaqueToken link) => new($"/bookings/{reference}") { Reference = reference, Link = link };

    /// <summary>Null where a request names no booking, or shows nothing that could open it.</summary>
    public static BookingAddress? Of(HttpRequest request, Guid? id, string? reference, LinkCookies links) => (id, reference) switch
    {
        ({ } own, _) => OfOwner(own),
        (null, { } read) when BookingReference.IsGood(read) && links.Read(request, read) is { } link => OfMail(read, link),
        _ => null,
    };
}
