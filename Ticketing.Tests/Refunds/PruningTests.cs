using Microsoft.EntityFrameworkCore;
using Ticketing.Api.Audit;
using Ticketing.Core.Accounts;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Payments;
using Ticketing.Workers.Payments.Pruning;

namespace Ticketing.Tests.Refunds;

public sealed class PruningTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Fact]
    public async Task Prune_DeletesOnlyAnswersThatNobodyRepeatsAnyMore()
    {
        await using var world = await PrunedAsync((context, now) =>
            context.AddRange(AnswerOf("old", now.AddDays(-3).AddMinutes(-1)), AnswerOf("young", now.AddDays(-3).AddMinutes(1))));

        (await world.ReadAsync(context => context.IdempotentRequests.Select(r => r.Key).ToListAsync())).ShouldBe(["young"]);
    }

    [Fact]
    public async Task Prune_DeletesOldNotificationsOfTheProvider()
    {
        await using var world = await PrunedAsync((context, now) =>
            context.AddRange(NotificationOf("old", now.AddDays(-14).AddMinutes(-1)), NotificationOf("young", now.AddDays(-14).AddMinutes(1))));

        (await world.ReadAsync(context => context.PaymentNotifications.Select(n => n.Id).ToListAsync())).ShouldBe(["young"]);
    }

    [Fact]
    [Trait("Category", "Security")]
    [Trait("Asvs", "V8.3.8")]
    public async Task Prune_DeletesAuditEntriesAfterTwoYears()
    {
        await using var world = await PrunedAsync((context, now) =>
        {
            context.Audit(Actor.Staff(Guid.NewGuid()), "booking.read", "old", now.AddYears(-2).AddDays(-2), network: null);
            context.Audit(Actor.Staff(Guid.NewGuid()), "booking.read", "young", now.AddYears(-2), network: null);
        });

        (await world.ReadAsync(context => context.AuditEntries.Select(entry => entry.Subject).ToListAsync())).ShouldBe(["young"]);
    }

    [Fact]
    public async Task Prune_DeletesSessionsLongOverAndFailuresThatCountNoMore()
    {
        Session? kept = null;
        await using var world = await PrunedAsync((context, now) =>
        {
            context.AddRange(SessionOf(now.AddDays(-90).AddMinutes(-1)), kept = SessionOf(now.AddDays(-90).AddMinutes(1)));
            context.AddRange(FailuresOf("old", now.AddDays(-2).AddMinutes(-1)), FailuresOf("young", now.AddDays(-2).AddMinutes(1)));
        });

        (await world.ReadAsync(context => context.Sessions.Select(session => session.Id).ToListAsync())).ShouldBe([kept!.Id]);
        (await world.ReadAsync(context => context.FailedSignIns.Select(failed => failed.Account).ToListAsync())).ShouldBe(["young"]);
    }

    [Fact]
    public async Task Prune_DeletesRequestsOfAccountsWhoseLinksHaveLongEnded()
    {
        await using var world = await PrunedAsync((context, now) =>
            context.AddRange(RequestOf("old@members.example", now.AddDays(-2).AddMinutes(-1)), RequestOf("young@members.example", now.AddDays(-2).AddMinutes(1))));

        (await world.ReadAsync(context => context.AccountRequests.Select(request => request.Email).ToListAsync())).ShouldBe(["young@members.example"]);
    }

    [Fact]
    [Trait("Category", "Security")]
    [Trait("Asvs", "V8.3.8")]
    public async Task Prune_DeletesAddressChangesOfShowingsLongOver()
    {
        // A booking adds an answer to its request: in the database of the others that would be another's to count.
        const string Own = $"{nameof(PruningTests)}OfAddresses";
        await using var before = await BookingWorld.StartAsync(app, Own);
        var booking = (await before.GivenBookingAsync(await before.GivenShowingAsync(), BookingWorld.GivenCustomer(), 3)).Id;
        await using var world = await PrunedAsync((context, now) =>
            context.AddRange(ChangeOf("old", now.AddDays(-90).AddMinutes(-1)), ChangeOf("young", now.AddDays(-90).AddMinutes(1))), Own);

        (await world.ReadAsync(context => context.AddressChanges.Select(change => change.NewEmail).ToListAsync())).ShouldBe(["young"]);

        AddressChange ChangeOf(string email, DateTimeOffset at)
        {
            var change = new AddressChange { Id = Guid.NewGuid(), BookingId = booking, FormerEmail = email, NewEmail = email, CreatedAt = at };
            // Of those that are open a booking has one.
            change.Supersede();
            return change;
        }
    }

    /// <summary>After the job has seen what the test adds; each adds something else, so they share a database.</summary>
    async Task<BookingWorld> PrunedAsync(Action<TicketingDbContext, DateTimeOffset> add, string name = nameof(PruningTests))
    {
        var world = await BookingWorld.StartAsync(app, name);
        await world.ReadAsync(context =>
        {
            add(context, world.Clock.GetUtcNow());
            return context.SaveChangesAsync();
        });
        await world.InScopeAsync<PruningJob>(job => job.RunAsync(default));
        return world;
    }

    static AccountRequest RequestOf(string email, DateTimeOffset createdAt) => new()
    {
        Id = Guid.NewGuid(),
        Kind = AccountRequestKind.PasswordReset,
        Email = email,
        NormalizedEmail = email.ToUpperInvariant(),
        Language = "ko",
        CreatedAt = createdAt,
    };

    static Session SessionOf(DateTimeOffset expiresAt) => new()
    {
        Id = Guid.NewGuid(),
        MemberId = Guid.NewGuid(),
        Kind = SessionKind.Customer,
        CreatedAt = expiresAt.AddDays(-30),
        UsedAt = expiresAt.AddDays(-30),
        ExpiresAt = expiresAt,
    };

    static FailedSignIns FailuresOf(string account, DateTimeOffset lastAt) =>
        new() { Account = account, Network = "192.0.2.1", Count = 1, LastAt = lastAt, BlockedUntil = lastAt };

    static PaymentNotification NotificationOf(string id, DateTimeOffset receivedAt) =>
        new() { Id = id, CheckoutId = "checkout", Payload = "{}", ReceivedAt = receivedAt };

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
