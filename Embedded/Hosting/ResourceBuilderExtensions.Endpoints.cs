using System.Net.Sockets;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Adds an endpoint, or changes the one of that name.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="port">The port that clients use; null for any free one.</param>
    /// <param name="targetPort">The port that the process listens on; null for any free one.</param>
    /// <param name="scheme">Such as <c>http</c>; by default the protocol.</param>
    /// <param name="name">By default the scheme.</param>
    /// <param name="env">The variable that tells the process which port to listen on.</param>
    /// <param name="isExternal">Whether the world outside may call it.</param>
    /// <param name="protocol">By default TCP.</param>
    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder,
        int? port = null,
        int? targetPort = null,
        string? scheme = null,
        string? name = null,
        string? env = null,
        bool? isExternal = null,
        ProtocolType? protocol = null)
        where T : IResourceWithEndpoints
    {
        var added = new EndpointAnnotation(protocol ?? ProtocolType.Tcp, scheme, transport: null, name, port, targetPort, isExternal);
        if (Find(builder.Resource, added.Name) is { } endpoint)
        {
            endpoint.Port = port ?? endpoint.Port;
            endpoint.TargetPort = targetPort ?? endpoint.TargetPort;
            endpoint.IsExternal = isExternal ?? endpoint.IsExternal;
            return builder.WithTargetPortVariable(endpoint, env);
        }

        return builder.WithTargetPortVariable(added, env).WithAnnotation(added);
    }

    /// <summary>Changes an endpoint, or adds one.</summary>
    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder, string endpointName, Action<EndpointAnnotation> callback, bool createIfNotExists = true)
        where T : IResourceWithEndpoints
    {
        if (Find(builder.Resource, endpointName) is { } endpoint)
        {
            callback(endpoint);
        }
        else if (createIfNotExists)
        {
            endpoint = new(ProtocolType.Tcp, name: endpointName);
            callback(endpoint);
            builder.WithAnnotation(endpoint);
        }

        return builder;
    }

    /// <summary>Adds an HTTP endpoint, named <c>http</c> by default, or changes the one of that name.</summary>
    public static IResourceBuilder<T> WithHttpEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null)
        where T : IResourceWithEndpoints => builder.WithEndpoint(port, targetPort, "http", name, env);

    /// <summary>Lets the world outside call the HTTP endpoints that the resource has by now.</summary>
    public static IResourceBuilder<T> WithExternalHttpEndpoints<T>(this IResourceBuilder<T> builder) where T : IResourceWithEndpoints
    {
        foreach (var endpoint in builder.Resource.Annotations.OfType<EndpointAnnotation>().Where(IsHttp))
            endpoint.IsExternal = true;
        return builder;
    }

    /// <summary>An endpoint of the resource, for others to use.</summary>
    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name) where T : IResourceWithEndpoints =>
        builder.Resource.GetEndpoint(name);

    /// <summary>Counts the resource as healthy only while a GET is answered by the status code, by default 200.</summary>
    /// <exception cref="DistributedApplicationException">There is no such HTTP endpoint.</exception>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints
    {
        string[] names = endpointName is null ? ["https", "http"] : [endpointName];
        var endpoint = names.Select(name => Find(builder.Resource, name)).FirstOrDefault(found => found is not null);
        if (endpoint is null || !IsHttp(endpoint))
        {
            throw new DistributedApplicationException(
                $"The HTTP health check of '{builder.Resource.Name}' needs an HTTP endpoint named {string.Join(" or ", names)}.");
        }

        var probe = new HttpProbe(builder.Resource.GetEndpoint(endpoint.Name), path ?? "/", statusCode ?? 200);
        return builder.WithAnnotation(new HealthCheckAnnotation($"{builder.Resource.Name}_{endpoint.Name}_{probe.Path}_{probe.StatusCode}_check") { Http = probe });
    }

    internal static bool IsHttp(EndpointAnnotation endpoint) => endpoint.UriScheme is "http" or "https";

    static EndpointAnnotation? Find(IResource resource, string name) => resource.Annotations.OfType<EndpointAnnotation>()
        .FirstOrDefault(e => string.Equals(e.Name, name, StringComparison.OrdinalIgnoreCase));

    static IResourceBuilder<T> WithTargetPortVariable<T>(this IResourceBuilder<T> builder, EndpointAnnotation endpoint, string? variable)
        where T : IResourceWithEndpoints
    {
        if (variable is null)
            return builder;

        endpoint.TargetPortEnvironmentVariable = variable;
        return builder.WithAnnotation(new EnvironmentCallbackAnnotation(context =>
            context.EnvironmentVariables[variable] = builder.Resource.GetEndpoint(endpoint.Name).Property(EndpointProperty.TargetPort)));
    }
}
