using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Ticketing.AppHost.Running;
using Ticketing.AppHost.Servers;

namespace Ticketing.Tests.AppHost;

[Trait("Category", "Faults")]
public sealed class AppHostProcessTests : IDisposable
{
    /// <summary>By when nothing may be left, whatever has ended the AppHost.</summary>
    static readonly TimeSpan SoonEnough = TimeSpan.FromSeconds(25);

    static readonly string[] Servers = ["redis-server", "postgres", "beam.smp", "epmd", "dcp"];

    readonly string data = $"data-of-{Guid.NewGuid():N}";

    /// <summary>Of kept data.</summary>
    string Folder => Path.GetDirectoryName(new DataFolders(data, keepData: true).Of("any"))!;

    [Fact]
    public async Task AppHost_WhenKilled_LeavesNoProcessAndNoFolder()
    {
        var abandoned = GivenAbandonedFolder();
        await using var host = new SmallAppHost("--AllServers=true");
        await host.UntilUpAsync();
        var processes = host.Processes.All();
        Servers.ShouldBeSubsetOf(processes.Select(process => process.Name));
        processes.ShouldNotContain(process => process.CommandLine.Contains(SmallModel.Password, StringComparison.Ordinal));
        host.Output.ShouldNotContain(SmallModel.Password);
        Directory.Exists(abandoned).ShouldBeFalse();
        var folder = Path.GetDirectoryName(new FileInfo($"/proc/{processes.Single(process => process.Name == "redis-server").Id}/cwd").LinkTarget)!;

        SmallAppHost.Send("KILL", host.Id);

        await host.UntilNothingIsLeftAsync(SoonEnough);
        Directory.Exists(folder).ShouldBeFalse();
    }

    [Theory]
    [InlineData("TERM", false)] // with all of them below, as an ordinary user
    [InlineData("INT", true)]
    public async Task AppHost_WhenAskedToEnd_LeavesNothing(string signal, bool allServers)
    {
        await using var host = new SmallAppHost($"--AllServers={allServers}");
        await host.UntilUpAsync();

        SmallAppHost.Send(signal, host.Id);

        await host.UntilNothingIsLeftAsync(SoonEnough);
        (await host.UntilEndedAsync()).ShouldBe(0, host.Output);
    }

    [Fact]
    public async Task AppHost_WhenKilledWithKeptData_StartsAgainOnItAndLetsNobodyElseIn()
    {
        string[] options = ["--AllServers=true", "--KeepData=true", $"--Data={data}"];
        await using (var killed = new SmallAppHost(options))
        {
            await killed.UntilUpAsync();
            // Its servers have yet to end, however long the next one takes to begin.
            var others = killed.Processes.All().Where(process => process.Id != killed.Id).ToList();
            others.ForEach(process => SmallAppHost.Send("STOP", process.Id));
            SmallAppHost.Send("KILL", killed.Id);

            await using var hasty = new SmallAppHost(options);
            (await hasty.UntilEndedAsync()).ShouldBe(1);
            hasty.Output.ShouldContain($"of a stack that was killed still uses {Folder}");
            others.ForEach(process => SmallAppHost.Send("CONT", process.Id));
            await killed.UntilNothingIsLeftAsync(SoonEnough);
        }

        await using var again = new SmallAppHost(options);
        await again.UntilUpAsync();
        await using var third = new SmallAppHost(options);
        (await third.UntilEndedAsync()).ShouldBe(1);
        third.Output.ShouldContain($"Another stack uses the data in {Folder}");
        third.Output.ShouldNotContain("   at ");
    }

    /// <summary>The build may be where only root can read: DCP, which is in root's home, goes where the user can.</summary>
    [Fact]
    public async Task AppHost_AsAnOrdinaryUser_RunsAllServersAsThatUser()
    {
        if (!Environment.IsPrivilegedProcess)
            return; // Then all of these tests are run by one.

        using var user = await OrdinaryUser.CreateAsync();
        await using var host = new SmallAppHost(user.Launcher, ["--AllServers=true", $"--DcpPublisher:CliPath={user.GivenDcp()}"]);
        await host.UntilUpAsync();
        var processes = host.Processes.All();
        Servers.ShouldBeSubsetOf(processes.Select(process => process.Name));
        foreach (var process in processes)
            (await File.ReadAllTextAsync($"/proc/{process.Id}/status")).ShouldContain($"Uid:\t{user.Id}\t");

        SmallAppHost.Send("TERM", host.Id);

        await host.UntilNothingIsLeftAsync(SoonEnough);
        (await host.UntilEndedAsync()).ShouldBe(0, host.Output);
    }

    [Fact]
    public async Task AppHost_WhenAPortIsTaken_NamesResourcePortAndOwnerAndStartsNothing()
    {
        using var taker = new TcpListener(IPAddress.Loopback, 0);
        taker.Start();
        var port = ((IPEndPoint)taker.LocalEndpoint).Port;

        await using var host = new SmallAppHost($"--CachePort={port}");

        (await host.UntilEndedAsync()).ShouldBe(1);
        host.Output.ShouldContain($"Resource 'cache' needs port {port}, which is in use by ");
        host.Output.ShouldContain($"(pid {Environment.ProcessId})");
        host.Output.ShouldNotContain("Starting DCP");
    }

    [Fact]
    public async Task AppHost_WhenThePortIsFree_UsesIt()
    {
        var port = FreePort.Find();
        await using var host = new SmallAppHost($"--CachePort={port}");
        await host.UntilUpAsync();

        PortOwner.Find(port).ShouldNotBeNull().ShouldStartWith("redis-server");
    }

    [Fact]
    public async Task AppHost_WhenAServerIsNotInstalled_NamesPackageAndCommandAndStartsNothing()
    {
        await using var host = new SmallAppHost("--AllServers=true", $"--{Preflight.SearchPathKey}=/nowhere");

        (await host.UntilEndedAsync()).ShouldBe(1);
        host.Output.ShouldContain("Resource 'cache': 'redis-server' is not installed.");
        foreach (var package in (string[])["redis-server", "rabbitmq-server", "postgresql"])
            host.Output.ShouldContain($"apt-get install -y --no-install-recommends {package}");
        host.Output.ShouldNotContain("   at ");
        host.Output.ShouldNotContain("Starting DCP");
    }

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")] // after which Redis ends with 0
    public async Task AppHost_WhenAProcessEndsUnasked_StartsItAgainAndSaysSo(string signal)
    {
        await using var host = new SmallAppHost();
        await host.UntilUpAsync();
        var before = host.Processes.All().Single(process => process.Name == "redis-server");

        SmallAppHost.Send(signal, before.Id);

        await Eventually.BecomesAsync(
            () => Task.FromResult(host.Processes.All().Where(process => process.Name == "redis-server" && process.Id != before.Id).ToList()), found => found.Count == 1);
        host.Output.ShouldContain("unasked; it starts again in 0.5 s");
    }

    [Fact]
    public async Task AppHost_WhenAProcessKeepsCrashing_WaitsLongerEachTimeAndShowsWhatItSaid()
    {
        await using var host = new SmallAppHost("--Crashing=true");

        foreach (var delay in (string[])["0.5", "1", "2"])
            await host.UntilItSaysAsync($"ended with exit code 7, unasked; it starts again in {delay} s");

        host.Output.ShouldContain("| no configuration");
    }

    public void Dispose()
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    static string GivenAbandonedFolder()
    {
        var folder = Directory.CreateDirectory($"/var/tmp/ticketing-run-of-{Guid.NewGuid():N}").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "redis"));
        Directory.SetLastWriteTimeUtc(folder, Process.GetCurrentProcess().StartTime.ToUniversalTime().AddHours(-1));
        return folder;
    }
}
