using Aspire.Hosting.Running.Relay;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Dashboard;

/// <summary>Serves the page that shows the resources, on this machine's loopback address only.</summary>
sealed class DashboardServer(DashboardEndpoints endpoints, AppHostSession session, IConfiguration configuration) : IHostedService, IAsyncDisposable
{
    const string Name = "dashboard";

    readonly CancellationTokenSource stopping = new();
    WebApplication? application;

    /// <summary>Where the page is, once started.</summary>
    public string? Address { get; private set; }

    /// <exception cref="DistributedApplicationException">Its port is taken; says by whom, where that can be told.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var port = ChoosePort();
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
        application = builder.Build();
        application.UseMiddleware<LoopbackOnly>();
        application.UseRouting();
        endpoints.Map(application, stopping.Token);
        await application.StartAsync(cancellationToken);
        Address = $"http://localhost:{port}";
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // Streams last as long as their readers, unless told.
        await stopping.CancelAsync();
        if (application is not null)
            await application.StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (application is not null)
            await application.DisposeAsync();
        stopping.Dispose();
    }

    // A development run has a fixed one, whether dotnet run read the launch settings or nobody did.
    int ChoosePort()
    {
        var configured = configuration["ASPNETCORE_URLS"] ?? LaunchProfile.Select(session.Directory, configuration["DOTNET_LAUNCH_PROFILE"])?.ApplicationUrl;
        if (session.IsUnderTest || configured is null)
            return PortAllocator.Next();

        var port = BindingAddress.Parse(configured.Split(';')[0]).Port;
        EndpointAllocation.RequireFree(port, Name);
        return port;
    }
}
