namespace Aspire.Hosting;

/// <summary>Adds connection strings made of other resources' values.</summary>
public static class ConnectionStringBuilderExtensions
{
    /// <summary>Adds a connection string that is known once the resources in it have started.</summary>
    public static IResourceBuilder<ConnectionStringResource> AddConnectionString(
        this IDistributedApplicationBuilder builder, string name, ReferenceExpression connectionStringExpression)
    {
        var added = builder.AddResource(new ConnectionStringResource(name, connectionStringExpression));
        foreach (var resource in Resources(connectionStringExpression).Where(r => r is not ParameterResource).Distinct())
            added.WithReferenceRelationship(resource).WithAnnotation(new WaitAnnotation(resource, WaitType.WaitUntilStarted));
        return added;
    }

    static IEnumerable<IResource> Resources(IValueWithReferences value) => value.References.SelectMany(reference => reference switch
    {
        IResource resource => [resource],
        IValueWithReferences inner => Resources(inner),
        _ => [],
    });
}
