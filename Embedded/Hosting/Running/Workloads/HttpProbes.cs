using System.Globalization;

namespace Aspire.Hosting.Running.Workloads;

/// <summary>Asks an instance's own port, not the shared one.</summary>
static class HttpProbes
{
    const int Shown = 300;

    // A connection per question: the answer is about a process that may just have been replaced.
    static readonly HttpClient Client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.Zero });

    public static IReadOnlyList<HealthProbe> Of(IResource resource, Instance instance) =>
    [
        .. from annotation in resource.Annotations.OfType<HealthCheckAnnotation>()
           let probe = annotation.Http
           where probe is not null
           select new HealthProbe(annotation.Key, cancellationToken => AskAsync(probe, instance, cancellationToken)),
    ];

    static async Task<string?> AskAsync(HttpProbe probe, Instance instance, CancellationToken cancellationToken)
    {
        var address = $"{probe.Endpoint.Scheme}://localhost:{instance.PortOf(probe.Endpoint)}{probe.Path}";
        using var answer = await Client.GetAsync(address, cancellationToken);
        if ((int)answer.StatusCode == probe.StatusCode)
            return null;

        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"{probe.Path} answered {(int)answer.StatusCode}: {(body.Length > Shown ? body[..Shown] : body)}");
    }
}
