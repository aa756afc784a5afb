using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;

namespace Ticketing.Workers.Payments;

/// <summary>Writes down the public half of the signing key before the first ticket is signed with it.</summary>
sealed class TicketKeyPublication(IServiceScopeFactory scopes, TicketSigner signer, TimeProvider time) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TicketingDbContext>();
        await context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO ticket_keys (id, public_key, created_at) VALUES ({signer.KeyId}, {signer.PublicKey}, {time.GetUtcNow()})
            ON CONFLICT (id) DO NOTHING
            """,
            cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
