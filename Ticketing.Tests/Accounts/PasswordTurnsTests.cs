using System.Net;
using Microsoft.Extensions.Options;
using Ticketing.Api.Accounts;

namespace Ticketing.Tests.Accounts;

[Trait("Category", "Security")]
[Trait("Asvs", "V11.1.4")]
public sealed class PasswordTurnsTests
{
    static readonly IPAddress Flooder = IPAddress.Parse("203.0.113.1");
    static readonly TimeSpan Long = TimeSpan.FromSeconds(9);

    static int AtOnce => Math.Max(1, Environment.ProcessorCount / 2);

    [Fact]
    public async Task Take_WhenOneNetworkFloods_LetsAnotherComeNext()
    {
        using var turns = Turns(Long);
        using var looking = await turns.TakeAsync(Flooder, default);
        var flood = Enumerable.Range(0, 100).Select(_ => turns.TakeAsync(Flooder, default)).ToList();
        var others = await TakeFromElsewhereAsync(turns, AtOnce - 1);

        var next = turns.TakeAsync(IPAddress.Parse("203.0.113.2"), default);
        next.IsCompleted.ShouldBeFalse("all cores that passwords may have are busy");
        looking!.Dispose();

        (await next).ShouldNotBeNull().Dispose();
        flood.Skip(1).ShouldAllBe(turn => !turn.IsCompleted);
        others.ForEach(turn => turn.Dispose());
    }

    [Fact]
    public async Task Take_FromManyNetworks_KeepsHalfOfTheCoresFree()
    {
        using var turns = Turns(TimeSpan.FromSeconds(0.1));
        var busy = await TakeFromElsewhereAsync(turns, AtOnce);

        (await turns.TakeAsync(Flooder, default)).ShouldBeNull("a clear answer comes in time");
        busy[0].Dispose();

        using var turn = await turns.TakeAsync(Flooder, default);
        turn.ShouldNotBeNull();
    }

    [Fact]
    public async Task Take_WhenTheCallerHasGone_LeavesTheLine()
    {
        using var turns = Turns(Long);
        using var gone = new CancellationTokenSource();
        var looking = await turns.TakeAsync(Flooder, default);
        var left = turns.TakeAsync(Flooder, gone.Token);

        await gone.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(left);
        looking!.Dispose();
        using var next = await turns.TakeAsync(Flooder, default);
        next.ShouldNotBeNull();
    }

    static PasswordTurns Turns(TimeSpan longest) => new(Options.Create(new SignInOptions { LongestTurn = longest }));

    static async Task<List<IDisposable>> TakeFromElsewhereAsync(PasswordTurns turns, int count)
    {
        var taken = new List<IDisposable>();
        for (var network = 0; network < count; network++)
            taken.Add((await turns.TakeAsync(new IPAddress([198, 51, 100, (byte)network]), default)).ShouldNotBeNull());
        return taken;
    }
}
