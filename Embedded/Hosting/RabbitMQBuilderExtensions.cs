namespace Aspire.Hosting;

/// <summary>Adds RabbitMQ servers.</summary>
public static class RabbitMQBuilderExtensions
{
    /// <summary>Adds a server whose user <c>guest</c> has a generated password.</summary>
    public static IResourceBuilder<RabbitMQServerResource> AddRabbitMQ(this IDistributedApplicationBuilder builder, string name)
    {
        var password = ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password", special: false);
        return builder.AddResource(new RabbitMQServerResource(name, password))
            .WithImage("library/rabbitmq", "4.3")
            .WithEndpoint(targetPort: 5672, name: "tcp")
            .WithEnvironment("RABBITMQ_DEFAULT_USER", RabbitMQServerResource.UserName)
            .WithEnvironment(context => context.EnvironmentVariables["RABBITMQ_DEFAULT_PASS"] = password)
            .WithAnnotation(new HealthCheckAnnotation($"{name}_check"));
    }

    /// <summary>Adds the web console.</summary>
    public static IResourceBuilder<RabbitMQServerResource> WithManagementPlugin(this IResourceBuilder<RabbitMQServerResource> builder)
    {
        var image = builder.Resource.Annotations.OfType<ContainerImageAnnotation>().Last();
        if (image.Tag?.EndsWith("-management", StringComparison.Ordinal) is not true)
            image.Tag += "-management";
        return builder.WithHttpEndpoint(targetPort: 15672, name: "management");
    }

    /// <summary>Keeps queues and messages when the application ends.</summary>
    public static IResourceBuilder<RabbitMQServerResource> WithDataVolume(
        this IResourceBuilder<RabbitMQServerResource> builder, string? name = null, bool isReadOnly = false) =>
        builder.WithVolume(name, "/var/lib/rabbitmq", isReadOnly);
}
