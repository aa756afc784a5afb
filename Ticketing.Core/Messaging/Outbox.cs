using System.Data.Common;
using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Ticketing.Core.Database;

namespace Ticketing.Core.Messaging;

public static class Outbox
{
    /// <summary>
    /// Adds the message to what the context's next <c>SaveChanges</c> writes, with the trace of the current activity. It is published
    /// soon after that transaction has committed.
    /// </summary>
    public static void Enqueue<TMessage>(this TicketingDbContext context, TMessage message, DateTimeOffset now)
        where TMessage : notnull
    {
        ArgumentNullException.ThrowIfNull(context);
        context.HasMessages = true;
        context.OutboxMessages.Add(new OutboxMessage
        {
            Id = Guid.CreateVersion7(now),
            Type = typeof(TMessage).Name,
            Payload = JsonSerializer.Serialize(message, MessageJson.Options),
            TraceParent = Activity.Current?.Id,
            CreatedAt = now,
        });
    }
}

/// <summary>A message written in the same transaction as its cause, waiting to be published.</summary>
public sealed class OutboxMessage
{
    /// <summary>Version 7; also the message's id on the broker, by which consumers know a double.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name of the message record, which is also the routing key.</summary>
    public required string Type { get; init; }

    /// <summary>The record as JSON.</summary>
    public required string Payload { get; init; }

    /// <summary>W3C <c>traceparent</c> of the cause.</summary>
    public string? TraceParent { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? PublishedAt { get; set; }
}

/// <summary>Wakes the relay when messages have been committed, in a transaction of their own or in the caller's.</summary>
sealed class OutboxCommit(OutboxSignal signal) : SaveChangesInterceptor, IDbTransactionInterceptor
{
    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        Saved(eventData.Context);
        return result;
    }

    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Saved(eventData.Context);
        return ValueTask.FromResult(result);
    }

    void IDbTransactionInterceptor.TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Committed(eventData.Context);

    Task IDbTransactionInterceptor.TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken)
    {
        Committed(eventData.Context);
        return Task.CompletedTask;
    }

    void Saved(DbContext? context)
    {
        // Else it is committed later.
        if (context?.Database.CurrentTransaction is null)
            Committed(context);
    }

    void Committed(DbContext? context)
    {
        if (context is TicketingDbContext { HasMessages: true } committed)
        {
            committed.HasMessages = false;
            signal.Notify();
        }
    }
}

/// <summary>
/// Wakes this process's relay, after the commit: a <c>NOTIFY</c> inside the transaction would make commits wait for each other.
/// A lost signal costs one polling interval.
/// </summary>
sealed class OutboxSignal(TimeProvider clock)
{
    readonly Channel<bool> signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Notify() => signals.Writer.TryWrite(true);

    /// <summary>Ends when notified, at the latest after <paramref name="interval"/>.</summary>
    public async Task WaitAsync(TimeSpan interval, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(interval, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        try
        {
            await signals.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The interval has passed.
        }
    }
}
