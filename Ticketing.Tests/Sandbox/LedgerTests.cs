namespace Ticketing.Tests.Sandbox;

/// <summary>What the provider remembers when it is killed. Each test has a sandbox of its own.</summary>
public sealed class LedgerTests : IAsyncLifetime
{
    readonly SandboxProcess sandbox = new();

    public Task InitializeAsync() => sandbox.InitializeAsync();

    public Task DisposeAsync() => sandbox.DisposeAsync();

    [Fact]
    public async Task Restart_WhenKilled_RemembersEveryAnswer()
    {
        var checkouts = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => sandbox.GivenCheckoutAsync()));
        await Task.WhenAll(checkouts.Select(checkout => sandbox.PayAsync(checkout.Id)));
        var captured = await Task.WhenAll(checkouts.Take(10).Select(async checkout =>
            await (await sandbox.CaptureAsync(checkout.Id, 30_000, key: checkout.Id)).CheckoutAsync()));

        await sandbox.KillAsync();
        await sandbox.StartAsync();

        foreach (var checkout in captured)
        {
            (await sandbox.FindAsync(checkout.Id)).ShouldBe(checkout);
            // The key is remembered too: the answer is the same, and nothing is taken twice.
            (await (await sandbox.CaptureAsync(checkout.Id, 30_000, key: checkout.Id)).CheckoutAsync()).ShouldBe(checkout);
        }

        foreach (var checkout in checkouts.Skip(10))
            (await sandbox.FindAsync(checkout.Id)).Status.ShouldBe("authorized");
    }

    [Fact]
    public async Task Restart_WhenTheLastLineIsTorn_DropsItAndGoesOn()
    {
        var checkout = await sandbox.GivenCheckoutAsync();
        await sandbox.KillAsync();
        await File.AppendAllTextAsync(sandbox.LedgerPath, """{"kind":"changed","at":"2026-""");

        await sandbox.StartAsync();
        await sandbox.PayAsync(checkout.Id);
        await sandbox.KillAsync();
        await sandbox.StartAsync();

        (await sandbox.FindAsync(checkout.Id)).Status.ShouldBe("authorized");
    }

    [Fact]
    public async Task Restart_WhenALineIsCorrupt_RefusesAndNamesIt()
    {
        await sandbox.GivenCheckoutAsync();
        await sandbox.GivenCheckoutAsync();
        await sandbox.KillAsync();
        var lines = await File.ReadAllLinesAsync(sandbox.LedgerPath);
        lines[1] = lines[1][..^10];
        await File.WriteAllLinesAsync(sandbox.LedgerPath, lines);

        var (exitCode, errors) = await sandbox.StartToFailAsync();

        exitCode.ShouldNotBe(0);
        errors.ShouldContain($"Line 2 of the ledger {sandbox.LedgerPath} cannot be read");
    }

    [Fact]
    public async Task Start_WhenAnotherSandboxHasTheLedger_Refuses()
    {
        var (exitCode, errors) = await sandbox.StartToFailAsync();

        exitCode.ShouldNotBe(0);
        errors.ShouldContain($"Another sandbox has the ledger {sandbox.LedgerPath}.");
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task Start_WhenOutsideDevelopmentAndTest_Refuses(string environment)
    {
        await sandbox.KillAsync();

        var (exitCode, errors) = await sandbox.StartToFailAsync(environment);

        exitCode.ShouldBe(1);
        errors.ShouldContain($"starts only in the environments Development and Test, not in {environment}");
    }
}
