namespace Aspire.Hosting.Dashboard;

/// <summary>All that the page shows at once.</summary>
sealed record DashboardView(string Application, IReadOnlyList<ResourceView> Resources, IReadOnlyList<Pair> Parameters);

/// <param name="Tone">How to colour the state: good, busy, bad or idle.</param>
/// <param name="Why">What is wrong, or what it waits for.</param>
/// <param name="Finished">Whether it has done what it was started for.</param>
sealed record ResourceView(
    string Name,
    string Kind,
    string Tone,
    string StateText,
    string? Why,
    bool Healthy,
    bool Finished,
    int Restarts,
    DateTime? StartedAt,
    IReadOnlyList<EndpointView> Endpoints,
    IReadOnlyList<ReplicaView> Replicas,
    IReadOnlyList<CommandView> Commands);

/// <param name="Aside">Whether it is not what the resource is for.</param>
sealed record EndpointView(string Name, string Url, bool Aside);

sealed record ReplicaView(string Name, string Tone, string StateText, string? Why, int? ProcessId);

sealed record CommandView(string Name, bool Enabled);

/// <summary>What the page shows of one resource when it is opened.</summary>
sealed record ResourceDetail(IReadOnlyList<Pair> Process, IReadOnlyList<Pair> Needs, IReadOnlyList<Pair> Environment);

/// <param name="Secret">Whether the page hides the value until it is asked for.</param>
sealed record Pair(string Name, string? Value, bool Secret = false);
