namespace Aspire.Hosting.Running.Relay;

/// <summary>Gives every endpoint of the model its address.</summary>
static class EndpointAllocation
{
    const string Host = "localhost";

    /// <param name="fixedPorts">Whether endpoints get the ports that the model asks for; else, and where it asks for none, free ones.</param>
    /// <exception cref="DistributedApplicationException">A port is taken; says by whom, where that can be told.</exception>
    public static void Allocate(IEnumerable<IResource> resources, bool fixedPorts)
    {
        var takers = new Dictionary<int, string>();
        foreach (var resource in resources)
        {
            foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            {
                var port = fixedPorts && endpoint.Port is { } wanted ? Claim(wanted, resource.Name, takers) : PortAllocator.Next();
                endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, Host, port);
            }
        }
    }

    /// <summary>The replicas of a resource: the only one has the shared ports, several have ports of their own behind them.</summary>
    public static IReadOnlyList<Replica> ReplicasOf(IResource resource)
    {
        var count = resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;
        var endpoints = resource.Annotations.OfType<EndpointAnnotation>().ToList();
        return count == 1
            ? [new(resource.Name, endpoints.ToDictionary(endpoint => endpoint, endpoint => endpoint.AllocatedEndpoint!.Port))]
            : [.. Enumerable.Range(1, count).Select(number => new Replica($"{resource.Name}-{number}", endpoints.ToDictionary(endpoint => endpoint, _ => PortAllocator.Next())))];
    }

    /// <exception cref="DistributedApplicationException">The port is taken; says by whom, where that can be told.</exception>
    public static void RequireFree(int port, string resource)
    {
        if (!Loopback.IsFree(port))
            throw new DistributedApplicationException($"Resource '{resource}' needs port {port}, which is in use by {PortOwner.Find(port) ?? "another process"}.");
    }

    static int Claim(int port, string resource, Dictionary<int, string> takers)
    {
        if (!takers.TryAdd(port, resource))
            throw new DistributedApplicationException($"Resource '{resource}' needs port {port}, which the model also gives to '{takers[port]}'.");
        RequireFree(port, resource);
        return port;
    }
}
