using System.ComponentModel.DataAnnotations;

namespace Ticketing.Core.Bookings;

/// <summary>Of the section <c>Bookings</c>, what api keeps and mails promise.</summary>
public sealed class CancellationOptions
{
    /// <summary>How long before the start customers can give their tickets back.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan CancelUntil { get; init; } = TimeSpan.FromMinutes(20);

    /// <param name="startsAt">Of the showing.</param>
    public DateTimeOffset CancellableUntil(DateTimeOffset startsAt) => startsAt - CancelUntil;
}
