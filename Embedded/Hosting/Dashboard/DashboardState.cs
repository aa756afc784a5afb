using System.Globalization;
using Aspire.Hosting.Running;
using Aspire.Hosting.Running.Supervision;

namespace Aspire.Hosting.Dashboard;

/// <summary>Looks at the running stack with the page's eyes.</summary>
sealed class DashboardState(Orchestrator orchestrator, DistributedApplicationModel model, ResourceNotificationService notifications, AppHostSession session, TimeProvider time)
{
    // The worst comes first: it stands for the resource.
    static readonly string[] Tones = ["bad", "busy", "idle", "good"];

    public async Task<DashboardView> LookAsync(CancellationToken cancellationToken) => new(
        session.Name,
        [.. orchestrator.Runners.Where(runner => runner.Resource is not ParameterResource).Select(View)],
        await ParametersAsync(cancellationToken));

    public async Task<ResourceDetail> DetailOfAsync(ResourceRunner runner, CancellationToken cancellationToken)
    {
        var secrets = (await ParametersAsync(cancellationToken)).Where(parameter => parameter.Secret && parameter.Value?.Length > 0).Select(parameter => parameter.Value!).ToList();
        return new(
            [.. runner.Instances.SelectMany(ProcessOf)],
            NeedsOf(runner.Resource),
            [.. (SnapshotOf(runner.Instances[0])?.EnvironmentVariables ?? []).OrderBy(variable => variable.Name, StringComparer.Ordinal)
                .Select(variable => new Pair(variable.Name, variable.Value, secrets.Any(secret => variable.Value?.Contains(secret, StringComparison.Ordinal) == true)))]);
    }

    static IReadOnlyList<Pair> NeedsOf(IResource resource)
    {
        var waits = resource.Waits().Select(wait => (wait.Resource, Text: wait.WaitType switch
        {
            WaitType.WaitForCompletion => "waits until it has ended",
            WaitType.WaitUntilStarted => "waits until it runs",
            _ => "waits until it is healthy",
        }));
        var references = resource.Annotations.OfType<ResourceRelationshipAnnotation>()
            .Where(relation => relation.Type == "Reference")
            .Select(relation => (relation.Resource, Text: relation.Resource is ParameterResource ? "is given its value" : "is told where it is"));
        return [.. from need in waits.Concat(references) group need.Text by need.Resource.Name into texts select new Pair(texts.Key, string.Join(", ", texts.Distinct()))];
    }

    ResourceView View(ResourceRunner runner)
    {
        var replicas = runner.Instances.Select(View).ToList();
        var worst = replicas.MinBy(replica => Array.IndexOf(Tones, replica.Tone))!;
        var snapshots = runner.Instances.Select(SnapshotOf).OfType<CustomResourceSnapshot>().ToList();
        return new(
            runner.Resource.Name,
            KindOf(runner.Resource),
            worst.Tone,
            worst.StateText,
            worst.Why ?? WaitingFor(runner, worst),
            Healthy: runner.Instances.All(instance => instance.IsReady),
            Finished: runner.Instances.All(instance => instance.IsDone),
            snapshots.Sum(snapshot => snapshot.Restarts),
            snapshots.Min(snapshot => snapshot.State?.Text == KnownResourceStates.Running ? snapshot.StartTimeStamp : null),
            [.. runner.Resource.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint.AllocatedEndpoint is not null)
                .Select(endpoint => new EndpointView(endpoint.Name, endpoint.AllocatedEndpoint!.UriString, endpoint.ExcludeReferenceEndpoint))],
            runner.HasProcess ? replicas : [],
            runner.HasProcess ? [new("start", !runner.IsRunning), new("stop", runner.IsRunning), new("restart", runner.IsRunning)] : []);
    }

    ReplicaView View(InstanceRunner instance)
    {
        var snapshot = SnapshotOf(instance);
        var (tone, text) = snapshot is null ? ("idle", "Not started") : StateLook.Of(snapshot, instance.RunsOnce, time.GetUtcNow());
        var why = tone is "good" ? null
            : snapshot?.State?.Text == KnownResourceStates.FailedToStart ? instance.Instance.Log.LastLine
            : string.Join(' ', snapshot?.HealthReports.Where(report => report.Description is not null).Select(report => $"{report.Name}: {report.Description}") ?? []);
        return new(instance.Name, tone, text, string.IsNullOrEmpty(why) ? null : why, snapshot?.ProcessId);
    }

    IEnumerable<Pair> ProcessOf(InstanceRunner instance)
    {
        var snapshot = SnapshotOf(instance);
        if (snapshot?.ProcessId is { } id)
            yield return new($"{instance.Name} process", id.ToString(CultureInfo.InvariantCulture));
        if (snapshot?.ExitCode is { } code)
            yield return new($"{instance.Name} exit code", code.ToString(CultureInfo.InvariantCulture));
        foreach (var (endpoint, port) in instance.Instance.Replica.Ports)
            yield return new($"{instance.Name} port {endpoint.Name}", port.ToString(CultureInfo.InvariantCulture));
        yield return new($"{instance.Name} log", instance.Instance.Log.Path);
    }

    string? WaitingFor(ResourceRunner runner, ReplicaView worst)
    {
        var missing = runner.Resource.Waits()
            .Where(wait => orchestrator.Find(wait.Resource.Name)?.Instances.All(other => wait.WaitType == WaitType.WaitForCompletion ? other.IsDone : other.IsReady) == false)
            .Select(wait => wait.Resource.Name)
            .Distinct();
        return worst.StateText == KnownResourceStates.Waiting ? $"for {string.Join(", ", missing)}" : null;
    }

    async Task<IReadOnlyList<Pair>> ParametersAsync(CancellationToken cancellationToken)
    {
        var pairs = new List<Pair>();
        foreach (var parameter in model.Resources.OfType<ParameterResource>())
            pairs.Add(new(parameter.Name, await ValueOfAsync(parameter, cancellationToken), parameter.Secret));
        return pairs;
    }

    static async Task<string?> ValueOfAsync(ParameterResource parameter, CancellationToken cancellationToken)
    {
        try
        {
            return await parameter.GetValueAsync(cancellationToken);
        }
        catch (MissingParameterValueException e)
        {
            return e.Message;
        }
    }

    CustomResourceSnapshot? SnapshotOf(InstanceRunner instance) =>
        notifications.TryGetCurrentState(instance.Name, out var current) ? current.Snapshot : null;

    static string KindOf(IResource resource) => resource switch
    {
        ProjectResource => "project",
        RedisResource => "Redis",
        RabbitMQServerResource => "RabbitMQ",
        PostgresServerResource => "PostgreSQL",
        PostgresDatabaseResource => "PostgreSQL database",
        ConnectionStringResource => "connection string",
        _ => resource.GetType().Name,
    };
}
