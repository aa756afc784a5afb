using Microsoft.AspNetCore.WebUtilities;

namespace Ticketing.Web.Pages.Bookings;

/// <summary>
/// How a page names its booking: its owner by the id, whoever has the link of the booking's mail by the reference and that link.
/// </summary>
sealed record BookingAddress
{
    readonly string path;

    BookingAddress(string path, string? link) => (this.path, Link) = (path, link);

    /// <summary>What proves that the mail came to this browser; null for the owner.</summary>
    public string? Link { get; }

    public static BookingAddress OfOwner(Guid id) => new($"/bookings/{id}", link: null);

    /// <summary>Null where the address names no booking.</summary>
    public static BookingAddress? Of(Guid? id, string? reference, string? link) => (id, reference, link) switch
    {
        ({ } own, _, _) => OfOwner(own),
        (null, { } read, { Length: > 0 } shown) => new BookingAddress($"/bookings/{read}", shown),
        _ => null,
    };

    public string Page => With(path);

    /// <summary>Where a form asks about giving single seats back; it brings the link itself.</summary>
    public string CancelPath => $"{path}/cancel";

    /// <summary>Where giving back everything is asked about.</summary>
    public string Cancel() => With(CancelPath);

    string With(string to) => Link is null ? to : QueryHelpers.AddQueryString(to, "link", Link);
}
