using Aspire.Hosting.Running;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    readonly HostApplicationBuilder host;
    readonly AppHostHandover? handover;

    public DistributedApplicationBuilder(string[] args, AppHostHandover? handover)
    {
        this.handover = handover;
        host = new(new HostApplicationBuilderSettings { Args = args });
        AppHostDirectory = handover?.ProjectDirectory ?? Directory.GetCurrentDirectory();
        ExecutionContext = new(DistributedApplicationOperation.Run);
        Services.AddSingleton(ExecutionContext);
        Services.AddSingleton<ResourceNotificationService>();
        Services.AddSingleton<ResourceLoggerService>();
        Services.TryAddSingleton(TimeProvider.System);
        Services.AddSingleton(_ => new DistributedApplicationModel(Resources));
        if (handover is not null)
            Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, NoLifetime>());
    }

    public ConfigurationManager Configuration => host.Configuration;

    public string AppHostDirectory { get; }

    public IHostEnvironment Environment => host.Environment;

    public DistributedApplicationExecutionContext ExecutionContext { get; }

    public IServiceCollection Services => host.Services;

    public IResourceCollection Resources { get; } = new ResourceCollection();

    public IResourceBuilder<T> AddResource<T>(T resource) where T : IResource
    {
        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource => new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build()
    {
        handover?.LendBuilder(this);
        if (ExecutionContext.IsRunMode)
            Services.AddRunning();
        var application = new DistributedApplication(host.Build(), handover);
        handover?.LendApplication(application);
        return application;
    }
}
