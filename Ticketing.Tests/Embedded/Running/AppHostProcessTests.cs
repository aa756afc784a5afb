using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.Running.Processes;
using Aspire.Hosting.Running.Relay;

namespace Ticketing.Tests.Embedded.Running;

[Trait("Category", "Embedded")]
[Trait("Category", "Faults")]
public sealed class AppHostProcessTests
{
    [Fact]
    public async Task AppHost_WhenKilled_LeavesNoProcessAndNoTemporaryFolder()
    {
        await using var host = new SmallAppHost("--AllServers=true");
        await host.UntilUpAsync();
        var processes = ProcessTree.Below(host.Id);
        foreach (var name in (string[])["redis-server", "postgres", "beam.smp", "erl_child_setup", "epmd"])
            processes.ShouldContain(process => process.Name == name);
        var folder = processes.Select(process => process.TemporaryFolder).OfType<string>().First();

        host.Send(Signal.Kill);

        await ProcessTree.UntilEndedAsync(processes);
        Directory.Exists(folder).ShouldBeFalse();
    }

    [Fact]
    public async Task AppHost_WhenKilledWithKeptData_StartsAgainOnIt()
    {
        await using (var killed = new SmallAppHost("--AllServers=true", "--KeepData=true"))
        {
            await killed.UntilUpAsync();
            var processes = ProcessTree.Below(killed.Id);
            killed.Send(Signal.Kill);
            await ProcessTree.UntilEndedAsync(processes);
        }

        await using var again = new SmallAppHost("--AllServers=true", "--KeepData=true");
        await again.UntilUpAsync();

        // And nobody else may use the data meanwhile.
        await using var third = new SmallAppHost("--AllServers=true", "--KeepData=true");
        (await third.UntilEndedAsync()).ShouldBe(1);
        third.Output.ShouldContain("another stack uses the data");
    }

    [Theory]
    [InlineData((int)Signal.Terminate)]
    [InlineData((int)Signal.Interrupt)]
    public async Task AppHost_WhenAskedToEnd_EndsEverythingInOrder(int signal)
    {
        await using var host = new SmallAppHost();
        await host.UntilUpAsync();
        var processes = ProcessTree.Below(host.Id);
        processes.ShouldContain(process => process.Name == "redis-server");

        host.Send((Signal)signal);

        (await host.UntilEndedAsync()).ShouldBe(0, host.Output);
        await ProcessTree.UntilEndedAsync(processes);
    }

    [Fact]
    public async Task AppHost_WhenAPortIsTaken_NamesResourcePortAndTakerAndStartsNothing()
    {
        using var taker = new TcpListener(IPAddress.Loopback, 0);
        taker.Start();
        var port = ((IPEndPoint)taker.LocalEndpoint).Port;

        await using var host = new SmallAppHost($"--CachePort={port}");

        (await host.UntilEndedAsync()).ShouldBe(1);
        host.Output.ShouldContain($"Resource 'cache' needs port {port}, which is in use by ");
        host.Output.ShouldContain($"(pid {Environment.ProcessId})");
    }

    [Fact]
    public async Task AppHost_WhenThePortIsFree_UsesIt()
    {
        var port = PortAllocator.Next();
        await using var host = new SmallAppHost($"--CachePort={port}");
        await host.UntilUpAsync();

        PortOwner.Find(port).ShouldNotBeNull().ShouldStartWith("redis-server");
    }

    [Fact]
    public async Task AppHost_WhenAServerIsNotInstalled_NamesPackageAndCommandAndStartsNothing()
    {
        await using var host = new SmallAppHost("--AllServers=true", "--Embedded:ServerPath=/nowhere");

        (await host.UntilEndedAsync()).ShouldBe(1);
        host.Output.ShouldContain("Resource 'cache' needs 'redis-server', which is not installed.");
        foreach (var package in (string[])["redis-server", "rabbitmq-server", "postgresql"])
            host.Output.ShouldContain($"apt-get install -y --no-install-recommends {package}");
        host.Output.ShouldNotContain("   at ");
    }
}
