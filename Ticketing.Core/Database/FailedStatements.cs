using System.Data;
using System.Data.Common;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Ticketing.Core.Database;

/// <summary>
/// Has a connection on which a statement failed forget what it has prepared, before somebody else gets it. Npgsql (10.0.3, its issue 6391)
/// takes a query for prepared whose value cannot be bound in the very run that was to prepare it, and whoever runs it next on that
/// connection gets an error for an answer.
/// </summary>
sealed class FailedStatements : DbCommandInterceptor, IDbConnectionInterceptor
{
    /// <summary>Connections in use on which something has failed.</summary>
    readonly ConditionalWeakTable<DbConnection, object> suspects = [];

    public override void CommandFailed(DbCommand command, CommandErrorEventData eventData) => Suspect(eventData.Connection);

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Suspect(eventData.Connection);
        return Task.CompletedTask;
    }

    public override void CommandCanceled(DbCommand command, CommandEndEventData eventData) => Suspect(eventData.Connection);

    public override Task CommandCanceledAsync(DbCommand command, CommandEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Suspect(eventData.Connection);
        return Task.CompletedTask;
    }

    InterceptionResult IDbConnectionInterceptor.ConnectionClosing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        if (suspects.Remove(connection) && connection is NpgsqlConnection { State: ConnectionState.Open } open)
            ForgetPrepared(open);
        return result;
    }

    ValueTask<InterceptionResult> IDbConnectionInterceptor.ConnectionClosingAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
        ValueTask.FromResult(((IDbConnectionInterceptor)this).ConnectionClosing(connection, eventData, result));

    void Suspect(DbConnection connection) => suspects.AddOrUpdate(connection, this);

    static void ForgetPrepared(NpgsqlConnection connection)
    {
        try
        {
            // There is no asynchronous form of it.
            connection.UnprepareAll();
        }
        catch (NpgsqlException)
        {
            // It is lost, or still in a transaction that has failed.
            NpgsqlConnection.ClearPool(connection);
        }
    }
}

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
