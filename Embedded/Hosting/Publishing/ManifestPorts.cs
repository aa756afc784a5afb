namespace Aspire.Hosting.Publishing;

/// <summary>
/// Gives the endpoints of a manifest their ports. The first HTTP endpoint of a project gets none, as the deployment tool
/// chooses it; every further one without a port gets the next from 8000.
/// </summary>
sealed class ManifestPorts
{
    readonly HashSet<int> used = [];
    int next = 8000;

    public IReadOnlyList<(EndpointAnnotation Endpoint, int? Port, int? TargetPort)> Resolve(IResource resource)
    {
        var bindings = new List<(EndpointAnnotation, int?, int?)>();
        var schemesSeen = new HashSet<string>();
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
        {
            var isHttp = ResourceBuilderExtensions.IsHttp(endpoint);
            var firstOfProject = resource is ProjectResource && isHttp && schemesSeen.Add(endpoint.UriScheme);
            int? targetPort = endpoint.TargetPort ?? (resource is ContainerResource ? endpoint.Port : null) ?? (firstOfProject ? null : Free());
            foreach (var port in (int?[])[endpoint.Port, targetPort])
            {
                if (port is { } taken)
                    used.Add(taken);
            }

            bindings.Add((endpoint, endpoint.Port, targetPort));
        }

        return bindings;
    }

    int Free()
    {
        while (used.Contains(next))
            next++;
        return next;
    }
}
