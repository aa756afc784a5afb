using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Ticketing.Core.Database;

namespace Ticketing.Core.Messaging;

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
