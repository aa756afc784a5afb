using Microsoft.AspNetCore.Http;

namespace Aspire.Hosting;

/// <summary>Endpoints and variables that every project gets, by what it is started or published with.</summary>
static class ProjectDefaults
{
    const string Urls = "ASPNETCORE_URLS";

    /// <summary>A project listens where its launch profile says, and takes the profile's variables.</summary>
    public static IResourceBuilder<ProjectResource> ForRunning(this IResourceBuilder<ProjectResource> project, LaunchProfile? profile)
    {
        project.WithEnvironment(context => SetUrls(context, project.Resource));
        if (profile is null)
            return project;

        foreach (var address in (profile.ApplicationUrl ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(BindingAddress.Parse))
        {
            project.WithEndpoint(address.Scheme, endpoint =>
            {
                endpoint.Port = address.Port;
                endpoint.TargetHost = address.Host;
                endpoint.UriScheme = address.Scheme;
                endpoint.FromLaunchProfile = true;
            });
        }

        return project.WithEnvironment(context =>
        {
            context.EnvironmentVariables.TryAdd("DOTNET_LAUNCH_PROFILE", profile.Name);
            foreach (var (name, value) in profile.EnvironmentVariables)
                context.EnvironmentVariables.TryAdd(name, Environment.ExpandEnvironmentVariables(value));
        });
    }

    /// <summary>
    /// A web project gets both an HTTP and an HTTPS endpoint, whatever its launch profile says: TLS is the deployment's
    /// affair. It is only told the ports of its HTTP ones.
    /// </summary>
    public static IResourceBuilder<ProjectResource> ForPublishing(this IResourceBuilder<ProjectResource> project, LaunchProfile? profile)
    {
        EndpointAnnotation? https = null;
        project.WithEnvironment(context =>
        {
            if (project.Resource.GetEndpoints().Any())
                context.EnvironmentVariables["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true";
            SetPorts(context, project.Resource, "http", https);
            SetPorts(context, project.Resource, "https", https);
        });
        return profile?.ApplicationUrl is null ? project : project
            .WithEndpoint("http", endpoint => endpoint.UriScheme = "http")
            .WithEndpoint("https", endpoint => (https = endpoint).UriScheme = "https");
    }

    static void SetUrls(EnvironmentCallbackContext context, ProjectResource project)
    {
        var endpoints = ListenedByDefault(project).ToList();
        if (endpoints.Count == 0 || context.EnvironmentVariables.ContainsKey(Urls))
            return;

        if (endpoints.Find(e => e.Scheme == "https") is { } https)
            context.EnvironmentVariables["ASPNETCORE_HTTPS_PORT"] = https.Property(EndpointProperty.Port);
        context.EnvironmentVariables[Urls] = Joined(endpoints.Select(e =>
            ReferenceExpression.Create($"{e.Property(EndpointProperty.Scheme)}://{e.EndpointAnnotation.TargetHost}:{e.Property(EndpointProperty.TargetPort)}")));
    }

    static void SetPorts(EnvironmentCallbackContext context, ProjectResource project, string scheme, EndpointAnnotation? except)
    {
        var ports = ListenedByDefault(project)
            .Where(e => e.Scheme == scheme && e.EndpointAnnotation != except)
            .Select(e => ReferenceExpression.Create($"{e.Property(EndpointProperty.TargetPort)}"))
            .ToList();
        if (ports.Count > 0)
            context.EnvironmentVariables.TryAdd($"{scheme.ToUpperInvariant()}_PORTS", Joined(ports));
    }

    /// <summary>An endpoint whose port has a variable of its own is opened by the project itself.</summary>
    static IEnumerable<EndpointReference> ListenedByDefault(ProjectResource project) => project.GetEndpoints()
        .Where(e => ResourceBuilderExtensions.IsHttp(e.EndpointAnnotation) && e.EndpointAnnotation.TargetPortEnvironmentVariable is null);

    static ReferenceExpression Joined(IEnumerable<ReferenceExpression> parts) =>
        parts.Aggregate((left, right) => ReferenceExpression.Create($"{left};{right}"));
}
