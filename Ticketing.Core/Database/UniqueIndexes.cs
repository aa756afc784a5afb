using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Ticketing.Core.Database;

/// <summary>Names of the unique indexes whose violation is an answer, not an error.</summary>
public static class UniqueIndexes
{
    /// <summary>A seat of a showing is in one live booking.</summary>
    public const string LiveSeat = "ix_booking_seats_live";

    /// <summary>A booking has one open payment attempt.</summary>
    public const string OpenAttempt = "ix_payment_attempts_open";

    /// <summary>A film has one waiting room at a time.</summary>
    public const string FilmWaitingRoom = "ix_waiting_rooms_film";

    /// <summary>A showing has one waiting room at a time.</summary>
    public const string ShowingWaitingRoom = "ix_waiting_rooms_showing";

    public static bool Violates(this DbUpdateException failure, string index) =>
        failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } violation && violation.ConstraintName == index;
}
