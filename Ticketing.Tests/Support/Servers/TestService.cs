using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ticketing.Tests.Support.Servers;

/// <summary>A web application of the test's own, on real sockets.</summary>
sealed class TestService : IAsyncDisposable
{
    readonly WebApplication app;

    TestService(WebApplication app) => this.app = app;

    public static async Task<TestService> StartAsync(
        Action<WebApplicationBuilder> configure, Action<WebApplication> map, params (string Key, string Value)[] configuration)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.Configuration.AddInMemoryCollection(configuration.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        configure(builder);
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return new TestService(app);
    }

    public IServiceProvider Services => app.Services;

    /// <summary>The first address is the service's own, the second, if any, that of management.</summary>
    public IReadOnlyList<Uri> Addresses =>
        [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>().ShouldNotBeNull().Addresses.Select(address => new Uri(address))];

    public HttpClient CreateClient(int address = 0) => new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = Addresses[address] };

    public Task StopAsync() => app.StopAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
