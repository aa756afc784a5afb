namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Tells the resource how to connect to another: <c>ConnectionStrings__name</c>, and its parts as <c>NAME_HOST</c> and so on.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder,
        IResourceBuilder<IResourceWithConnectionString> source,
        string? connectionName = null,
        bool optional = false)
        where TDestination : IResourceWithEnvironment
    {
        var resource = source.Resource;
        var name = connectionName ?? resource.Name;
        return builder.WithReferenceRelationship(resource).WithEnvironment(context =>
        {
            var variables = context.EnvironmentVariables;
            variables[resource.ConnectionStringEnvironmentVariable ?? $"ConnectionStrings__{name}"] = new ConnectionStringReference(resource, optional);
            foreach (var (part, value) in resource.GetConnectionProperties())
                variables[VariableName($"{name}_{part}")] = value;
        });
    }

    /// <summary>Tells the resource where another listens: <c>services__name__endpoint__0</c> for service discovery, and <c>NAME_ENDPOINT</c>.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment => builder.WithEndpoints(source.Resource, null);

    /// <summary>Tells the resource one address of another, even if that endpoint is left out of references otherwise.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, EndpointReference endpointReference)
        where TDestination : IResourceWithEnvironment => builder.WithEndpoints(endpointReference.Resource, endpointReference.EndpointName);

    static IResourceBuilder<T> WithEndpoints<T>(this IResourceBuilder<T> builder, IResourceWithEndpoints source, string? endpointName)
        where T : IResourceWithEnvironment
    {
        var told = builder.Resource.Annotations.OfType<EndpointReferenceAnnotation>().SingleOrDefault(a => a.Resource == source);
        if (told is null)
        {
            told = new(source);
            builder.WithReferenceRelationship(source).WithAnnotation(told).WithEnvironment(context => TellEndpoints(told, context.EnvironmentVariables));
        }

        if (endpointName is null)
            told.UseAllEndpoints = true;
        else
            told.EndpointNames.Add(endpointName);
        return builder;
    }

    static void TellEndpoints(EndpointReferenceAnnotation told, Dictionary<string, object> variables)
    {
        foreach (var endpoint in told.Resource.GetEndpoints())
        {
            var annotation = endpoint.EndpointAnnotation;
            if (!told.EndpointNames.Contains(annotation.Name) && (!told.UseAllEndpoints || annotation.ExcludeReferenceEndpoint))
                continue;

            variables[VariableName($"{told.Resource.Name}_{annotation.Name}")] = endpoint;
            variables[$"services__{told.Resource.Name}__{annotation.Name}__0"] = endpoint;
        }
    }

    static string VariableName(string text) => string.Concat(text.ToUpperInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    internal static IResourceBuilder<T> WithReferenceRelationship<T>(this IResourceBuilder<T> builder, IResource resource) where T : IResource =>
        builder.WithAnnotation(new ResourceRelationshipAnnotation(resource, "Reference"));
}
