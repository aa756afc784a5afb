using System.Net.Sockets;
using Npgsql;

namespace Ticketing.Core.Database;

public static class DatabaseFailure
{
    /// <summary>Whether PostgreSQL could not be asked, as against having refused what was asked.</summary>
    public static bool IsAbsence(Exception e) => e switch
    {
        PostgresException refusal => refusal.IsTransient,
        NpgsqlException or TimeoutException or SocketException => true,
        InvalidOperationException { InnerException: { } inner } => IsAbsence(inner),
        _ => false,
    };
}
