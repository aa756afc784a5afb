using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Ticketing.Core.Faults;

namespace Ticketing.Tests.Faults;

public sealed class FaultPointsTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("faults-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Reach_WhenThePointIsArmed_StrikesOnce()
    {
        var faults = Given("Test");
        Arm("throw");

        await Should.ThrowAsync<FaultStruckException>(() => ReachAsync(faults));
        await ReachAsync(faults);
        File.Exists(Path.Combine(folder, $"{FaultPoint.CaptureAfter}.struck")).ShouldBeTrue();
    }

    [Fact]
    public async Task Reach_WhenManyGetThereAtOnce_StrikesOneOfThem()
    {
        var faults = Given("Test");
        Arm("throw");

        var ends = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
        {
            try
            {
                await ReachAsync(faults);
                return 0;
            }
            catch (FaultStruckException)
            {
                return 1;
            }
        })));

        ends.Sum().ShouldBe(1);
    }

    [Fact]
    public async Task Reach_WhenThePointIsToDelay_WaitsAndGoesOn()
    {
        var faults = Given("Test");
        Arm("delay 00:00:00.3");

        var watch = Stopwatch.StartNew();
        await ReachAsync(faults);

        watch.Elapsed.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(0.29));
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task Reach_WhenThisIsNoTest_DoesNothing(string environment)
    {
        Arm("throw");

        await ReachAsync(Given(environment));

        File.Exists(Path.Combine(folder, FaultPoint.CaptureAfter)).ShouldBeTrue();
    }

    void Arm(string action) => File.WriteAllText(Path.Combine(folder, FaultPoint.CaptureAfter), action);

    static Task ReachAsync(FaultPoints faults) => faults.ReachAsync(FaultPoint.CaptureAfter, CancellationToken.None).AsTask();

    FaultPoints Given(string environment) => new(
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>("Faults:Folder", folder)]).Build(), new Named(environment));

    sealed class Named(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;
        public string ApplicationName { get; set; } = "";
        public string ContentRootPath { get; set; } = "";
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
