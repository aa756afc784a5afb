using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Tests.Bookings;
using Ticketing.Workers.Payments.Pruning;

namespace Ticketing.Tests.Refunds;

public sealed class PruningTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Fact]
    public async Task Prune_DeletesOnlyAnswersThatNobodyRepeatsAnyMore()
    {
        await using var world = await BookingWorld.StartAsync(app, nameof(PruningTests));
        var now = world.Clock.GetUtcNow();
        await world.ReadAsync(async context =>
        {
            context.AddRange(AnswerOf("old", now.AddDays(-3).AddMinutes(-1)), AnswerOf("young", now.AddDays(-3).AddMinutes(1)));
            return await context.SaveChangesAsync();
        });

        await world.InScopeAsync<PruningJob>(job => job.RunAsync(default));

        (await world.ReadAsync(context => context.IdempotentRequests.Select(r => r.Key).ToListAsync())).ShouldBe(["young"]);
    }

    static IdempotentRequest AnswerOf(string key, DateTimeOffset createdAt) => new()
    {
        CustomerId = Guid.NewGuid(),
        Route = "POST /api/bookings",
        Key = key,
        BodyHash = [1],
        StatusCode = 201,
        Response = "{}",
        CreatedAt = createdAt,
    };
}
