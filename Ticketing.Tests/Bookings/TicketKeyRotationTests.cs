using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Workers.Payments;

namespace Ticketing.Tests.Bookings;

/// <summary>Keys that sign tickets come and go while tickets are out. Every world has a key of its own.</summary>
[Trait("Category", "Security")]
[Trait("Asvs", "V1.6.3")]
public sealed class TicketKeyRotationTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Fact]
    public async Task Rotate_WhenTheOldKeysLastShowingIsOver_RetiresIt()
    {
        const string name = nameof(Rotate_WhenTheOldKeysLastShowingIsOver_RetiresIt);
        await using var before = await BookingWorld.StartAsync(app, name);
        var (soon, later) = (await before.GivenShowingAsync(TimeSpan.FromHours(3)), await before.GivenShowingAsync(TimeSpan.FromDays(9)));
        await SellAsync(before, later, 0);
        var code = await SellAsync(before, soon, 0);
        await using var after = await BookingWorld.StartAsync(app, name);
        var newer = await SellAsync(after, soon, 1);

        var keys = await KeysAsync(after);

        keys.Single(key => key.SupersededAt is null).Id.ShouldBe(after.Signer.KeyId);
        keys.Single(key => key.Id == before.Signer.KeyId).VerifiesUntil!.Value.ShouldBe(later.EndsAt, TimeSpan.FromMilliseconds(1));
        TicketCode.Verify(code, keys, later.EndsAt.AddSeconds(-1)).ShouldNotBeNull();
        TicketCode.Verify(code, keys, later.EndsAt.AddSeconds(1)).ShouldBeNull();
        TicketCode.Verify(newer, keys, later.EndsAt.AddSeconds(1)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Rotate_WhenTheLastShowingIsMoved_KeepsTheKeyUntilItIsOver()
    {
        const string name = nameof(Rotate_WhenTheLastShowingIsMoved_KeepsTheKeyUntilItIsOver);
        await using var before = await BookingWorld.StartAsync(app, name);
        var showing = await before.GivenShowingAsync(TimeSpan.FromHours(3));
        var code = await SellAsync(before, showing, 0);
        await using var after = await BookingWorld.StartAsync(app, name);
        await SellAsync(after, showing, 1);
        var moved = showing.EndsAt.AddDays(2);
        await after.ReadAsync(context => context.Showings.Where(s => s.Id == showing.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.StartsAt, moved.AddHours(-2)).SetProperty(s => s.EndsAt, moved)));
        TicketCode.Verify(code, await KeysAsync(after), moved.AddSeconds(-1)).ShouldBeNull();

        await after.InScopeAsync<TicketKeyUpkeep>(job => job.RunAsync(default));

        TicketCode.Verify(code, await KeysAsync(after), moved.AddSeconds(-1)).ShouldNotBeNull();
        TicketCode.Verify(code, await KeysAsync(after), moved.AddSeconds(1)).ShouldBeNull();
    }

    /// <summary>A release that is taken back signs with the key from before.</summary>
    [Fact]
    public async Task Rotate_WhenTheOldKeyComesBack_ItSignsAndTheOtherVerifies()
    {
        const string name = nameof(Rotate_WhenTheOldKeyComesBack_ItSignsAndTheOtherVerifies);
        var setting = ("Tickets:SigningKey", GivenSigningKey.Pkcs8());
        await using var first = await BookingWorld.StartAsync(app, name, settings: setting);
        var showing = await first.GivenShowingAsync();
        await SellAsync(first, showing, 0);
        await using var second = await BookingWorld.StartAsync(app, name);
        var between = await SellAsync(second, showing, 1);
        await using var again = await BookingWorld.StartAsync(app, name, settings: setting);
        var code = await SellAsync(again, showing, 2);

        var keys = await KeysAsync(again);

        keys.Single(key => key.SupersededAt is null).Id.ShouldBe(first.Signer.KeyId);
        TicketCode.Verify(code, keys, again.Clock.GetUtcNow()).ShouldNotBeNull();
        TicketCode.Verify(between, keys, showing.EndsAt.AddSeconds(-1)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Rotate_WhenTwoProcessesBeginAtOnce_OneKeyIsActive()
    {
        const string name = nameof(Rotate_WhenTwoProcessesBeginAtOnce_OneKeyIsActive);
        await using var one = await BookingWorld.StartAsync(app, name);
        await using var other = await BookingWorld.StartAsync(app, name);
        var worlds = Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? one : other);

        await Task.WhenAll(worlds.Select(world => world.ReadAsync(async context =>
        {
            await context.ActivateTicketKeyAsync(world.Signer, world.Clock.GetUtcNow(), default);
            return true;
        })));

        (await KeysAsync(one)).Count(key => key.SupersededAt is null).ShouldBe(1);
    }

    /// <returns>The code of the ticket.</returns>
    static async Task<string> SellAsync(BookingWorld world, Showing showing, int seat)
    {
        var (booking, checkout) = await world.GivenAuthorizedAsync(showing, seat);
        await world.HandleAsync(checkout);
        return (await world.BookingAsync(booking.Id)).Tickets.Single().Code;
    }

    static Task<List<TicketKey>> KeysAsync(BookingWorld world) => world.ReadAsync(context => context.TicketKeys.AsNoTracking().ToListAsync());
}
