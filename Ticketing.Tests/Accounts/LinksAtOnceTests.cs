using System.Net;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Accounts;
using Ticketing.Core.Database;

namespace Ticketing.Tests.Accounts;

/// <summary>Two links of one address, used in the same instant, wait for each other in one order.</summary>
[Trait("Category", "Security")]
[Trait("Asvs", "V11.1.6")]
public sealed class LinksAtOnceTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Theory]
    [InlineData("registrations", "confirmations")]
    [InlineData("password-resets", "passwords")]
    public async Task Links_OfOneAddressUsedAtOnce_OneWorksAndTheOtherHasEnded(string ask, string use)
    {
        var (email, links) = await GivenLinksAsync(ask);
        await using var database = await app.DatabaseAsync();
        await using var held = await database.Database.BeginTransactionAsync();
        // Whatever each of them takes before it waits here, it has.
        await database.LockAsync([LockOf(email)], default);

        var uses = links.Select((link, number) => StatusAsync(app.UseLinkAsync(use, link, $"password of number {number}"))).ToList();
        await BothWaitAsync(email);
        await held.RollbackAsync();

        (await Task.WhenAll(uses)).ShouldBe([HttpStatusCode.OK, HttpStatusCode.NotFound], ignoreOrder: true);
    }

    /// <summary>The control: who takes the link's row first, and then waits for the address, may wait for somebody who waits for them.</summary>
    [Fact]
    public async Task Links_OfOneAddressUsedAtOnceWithTheirRowsTakenFirst_EndInADeadlock()
    {
        var (email, links) = await GivenLinksAsync("registrations");
        await using var database = await app.DatabaseAsync();
        await using var held = await database.Database.BeginTransactionAsync();
        await database.LockAsync([LockOf(email)], default);

        var uses = links.Select(link => FailureOfAsync(() => TakeRowFirstAsync(email, AccountToken.Read(link)!.Hash))).ToList();
        await BothWaitAsync(email);
        await held.RollbackAsync();
        await Eventually.BecomesAsync(
            async () =>
            {
                await SendOneAwayAsync();
                return uses.All(use => use.IsCompleted);
            },
            ended => ended);

        var failures = await Task.WhenAll(uses);
        failures.ShouldContain((string?)null);
        failures.ShouldContain(failure => failure == PostgresErrorCodes.DeadlockDetected || failure == PostgresErrorCodes.QueryCanceled);
    }

    /// <summary>
    /// If two wait for each other. The server does so itself after a second, but not under a shifted clock: libfaketime (0.9.10) shows it the
    /// machine's time when its timer goes off while it waits, at which nothing is due yet.
    /// </summary>
    async Task SendOneAwayAsync()
    {
        await using var database = await app.DatabaseAsync();
        await database.Database.ExecuteSqlAsync(
            $"""
            SELECT pg_cancel_backend(min(one.pid)) FROM pg_stat_activity AS one JOIN pg_stat_activity AS other
            ON other.pid = ANY(pg_blocking_pids(one.pid)) AND one.pid = ANY(pg_blocking_pids(other.pid))
            WHERE one.datname = current_database() HAVING count(*) > 0
            """);
    }

    async Task TakeRowFirstAsync(string email, byte[] hash)
    {
        await using var database = await app.DatabaseAsync();
        await using var transaction = await database.Database.BeginTransactionAsync();
        await database.AccountRequests.FromSql($"SELECT * FROM account_requests WHERE token_hash = {hash} FOR UPDATE").ToListAsync();
        await database.LockAsync([LockOf(email)], default);
        var address = email.ToUpperInvariant();
        await database.AccountRequests.Where(request => request.NormalizedEmail == address).ExecuteUpdateAsync(request => request.SetProperty(r => r.TokenHash, (byte[]?)null));
        await transaction.CommitAsync();
    }

    /// <summary>Two links to one address, both good.</summary>
    async Task<(string Email, string[] Links)> GivenLinksAsync(string ask)
    {
        var isNew = ask == "registrations";
        var (email, before) = isNew ? (GivenMember.NewAddress(), 0) : ((await app.RegisterMemberAsync()).Email, 1);
        var links = new List<string>();
        for (var mail = 1; mail <= 2; mail++)
        {
            (await StatusAsync(app.AskByMailAsync(ask, email))).ShouldBe(HttpStatusCode.Accepted);
            links.Add(await app.LinkTokenAsync(email, before + mail));
        }

        return (email, [.. links]);
    }

    async Task BothWaitAsync(string email)
    {
        await using var database = await app.DatabaseAsync();
        var key = System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(LockOf(email))));
        // pg_locks has the two halves of the key.
        await Eventually.BecomesAsync(
            () => database.Database.SqlQuery<int>(
                $"SELECT count(*)::int AS \"Value\" FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND (classid::bigint << 32 | objid::bigint) = {key}").SingleAsync(),
            waiting => waiting == 2);
    }

    static string LockOf(string email) => $"account:{email.ToUpperInvariant()}";

    static async Task<string?> FailureOfAsync(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (Exception e) when (e.GetBaseException() is PostgresException failure)
        {
            return failure.SqlState;
        }
    }

    static async Task<HttpStatusCode> StatusAsync(Task<HttpResponseMessage> call)
    {
        using var answer = await call;
        return answer.StatusCode;
    }
}
