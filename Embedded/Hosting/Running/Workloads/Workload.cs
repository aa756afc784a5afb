using Aspire.Hosting.Running.Workloads.Servers;

namespace Aspire.Hosting.Running.Workloads;

/// <summary>Decides what is run for a resource.</summary>
delegate IWorkload WorkloadChoice(IResource resource, Stack stack);

static class Workload
{
    /// <exception cref="DistributedApplicationException">There is no way to run such a resource.</exception>
    public static IWorkload For(IResource resource, Stack stack) => resource switch
    {
        ProjectResource project => new ProjectWorkload(project, stack.Execution),
        RedisResource redis => new RedisServer(redis, Server(redis, stack)),
        RabbitMQServerResource rabbitmq => new RabbitMqServer(rabbitmq, Server(rabbitmq, stack)),
        PostgresServerResource postgres => new PostgresServer(postgres, Server(postgres, stack)),
        PostgresDatabaseResource database => new PostgresDatabase(database),
        IValueProvider value => new ValueWorkload(value),
        _ => throw new DistributedApplicationException($"Resource '{resource.Name}': a {resource.GetType().Name} cannot be run without a container runtime."),
    };

    static ServerSite Server(IResource resource, Stack stack) => new(resource, stack);
}
