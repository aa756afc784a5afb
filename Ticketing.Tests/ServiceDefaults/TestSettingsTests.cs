using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.ServiceDefaults;

namespace Ticketing.Tests.ServiceDefaults;

public sealed class TestSettingsTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("faults-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("Production", "Faults:Folder", "/tmp")]
    [InlineData("Production", "Clock:Offset", "00:05:00")]
    [InlineData("Development", "Faults:Folder", "/tmp")]
    [InlineData("Development", "Clock:Offset", "00:05:00")]
    public void Service_WhenThisIsNoTest_DoesNotStartWithATestsSetting(string environment, string setting, string value)
    {
        var builder = GivenService(environment, (setting, value));

        Should.Throw<InvalidOperationException>(builder.AddServiceDefaults).Message.ShouldContain(environment);
        Should.Throw<InvalidOperationException>(builder.AddJobDefaults);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task Clock_WhenThisIsNoTest_IsTheMachines(string environment)
    {
        var builder = GivenService(environment);
        builder.AddServiceDefaults();
        await using var app = builder.Build();

        app.Services.GetRequiredService<TimeProvider>().ShouldBeSameAs(TimeProvider.System);
    }

    [Fact]
    public async Task Clock_WhenItsOffsetIsChangedWhileTheServiceRuns_Jumps()
    {
        var builder = GivenService("Test", ("Faults:Folder", folder), ("Clock:Offset", "01:00:00"));
        builder.AddServiceDefaults();
        await using var app = builder.Build();
        var clock = app.Services.GetRequiredService<TimeProvider>();
        Ahead().ShouldBe(60, tolerance: 1);

        await File.WriteAllTextAsync(Path.Combine(folder, "settings.json"), """{ "Clock": { "Offset": "-00:10:00" } }""");

        (await Eventually.BecomesAsync(() => Task.FromResult(Ahead()), ahead => ahead < 0)).ShouldBe(-10, tolerance: 1);

        double Ahead() => (clock.GetUtcNow() - TimeProvider.System.GetUtcNow()).TotalMinutes;
    }

    [Fact]
    public async Task Api_WhenThisIsNoTest_EndsInsteadOfServingWithAFaultsFolder()
    {
        var api = new ServiceProcess("Ticketing.Api", "/", new Dictionary<string, string?> { ["Faults__Folder"] = folder });

        var (exitCode, output) = await api.RunAsync("Production");

        exitCode.ShouldNotBe(0);
        output.ShouldContain("Faults:* is set, which only the environment Test allows, not Production.");
        await api.DisposeAsync();
    }

    static WebApplicationBuilder GivenService(string environment, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));
        return builder;
    }
}
