namespace Ticketing.Core.Payments;

/// <summary>
/// What a checkout says of the booking it pays for, so that the provider's records alone tell what was paid. Checkouts without it are
/// not ours: somebody else may use the same account.
/// </summary>
public static class CheckoutMetadata
{
    /// <summary>The booking's id.</summary>
    public const string Booking = "booking";

    /// <summary>What the customer reads out at the counter.</summary>
    public const string Reference = "reference";

    /// <summary>The showing's id.</summary>
    public const string Showing = "showing";

    /// <summary>Places in the layout, separated by blanks.</summary>
    public const string Seats = "seats";

    /// <summary>The customer's.</summary>
    public const string Email = "email";

    /// <summary>The booking that the metadata names, or null where it names none.</summary>
    public static Guid? BookingOf(IReadOnlyDictionary<string, string> metadata) =>
        metadata.TryGetValue(Booking, out var id) && Guid.TryParse(id, out var booking) ? booking : null;
}
