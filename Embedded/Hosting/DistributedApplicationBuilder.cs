using Aspire.Hosting.Publishing;
using Aspire.Hosting.Running;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    static readonly Dictionary<string, string> switches = new()
    {
        ["--operation"] = "AppHost:Operation",
        ["--publisher"] = "Publishing:Publisher",
        ["--output-path"] = ManifestPublisher.OutputPathKey,
    };

    readonly HostApplicationBuilder host;
    readonly AppHostSession session;
    readonly AppHostHandover? handover;

    public DistributedApplicationBuilder(string[] args, AppHostSession session, AppHostHandover? handover = null)
    {
        this.session = session;
        this.handover = handover;
        host = CreateHost(args);
        ExecutionContext = new(OperationOf(Configuration));
        Parameters = new(session.IsUnderTest ? null : Path.Combine(session.Directory, ".embedded", "parameters.json"));
        Services.AddSingleton(session);
        Services.AddSingleton(ExecutionContext);
        Services.AddSingleton(_ => new DistributedApplicationModel(Resources));
        Services.AddSingleton<ResourceNotificationService>();
        Services.AddSingleton<ResourceLoggerService>();
        Services.AddSingleton(TimeProvider.System);
        Services.AddHttpClient();
        if (session.IsUnderTest)
            Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, NoLifetime>());
    }

    public ConfigurationManager Configuration => host.Configuration;

    public string AppHostDirectory => session.Directory;

    public IHostEnvironment Environment => host.Environment;

    public DistributedApplicationExecutionContext ExecutionContext { get; }

    public IServiceCollection Services => host.Services;

    public IResourceCollection Resources { get; } = new ResourceCollection();

    public ParameterStore Parameters { get; }

    public IResourceBuilder<T> AddResource<T>(T resource) where T : IResource
    {
        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource => new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build()
    {
        handover?.LendBuilder(this);
        WaitOrder.Check(Resources);
        if (ExecutionContext.IsRunMode)
            Services.AddRunning();
        else
            Services.AddHostedService<ManifestPublisher>();

        var application = new DistributedApplication(host.Build(), handover);
        handover?.LendApplication(application);
        return application;
    }

    HostApplicationBuilder CreateHost(string[] args)
    {
        var chosen = new ConfigurationManager();
        chosen.AddEnvironmentVariables().AddCommandLine(args);
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(session.LaunchSettings(chosen));
        var created = new HostApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = args,
            ApplicationName = session.Name,
            ContentRootPath = session.Directory,
            Configuration = configuration,
        });
        created.Configuration.AddCommandLine(args, switches);
        created.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        created.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        created.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        created.Logging.AddConfiguration(created.Configuration.GetSection("Logging"));
        return created;
    }

    static DistributedApplicationOperation OperationOf(ConfigurationManager configuration) =>
        (configuration["AppHost:Operation"]?.ToLowerInvariant(), configuration["Publishing:Publisher"]) switch
        {
            (null, null) or ("run", _) => DistributedApplicationOperation.Run,
            (null or "publish", null or "manifest") => DistributedApplicationOperation.Publish,
            (null or "publish", var publisher) => throw new DistributedApplicationException($"The publisher '{publisher}' is unknown: only 'manifest' is."),
            (var operation, _) => throw new DistributedApplicationException($"The operation '{operation}' is unknown: only 'run' and 'publish' are."),
        };
}
