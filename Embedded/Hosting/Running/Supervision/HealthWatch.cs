using System.Collections.Immutable;
using Aspire.Hosting.Running.Workloads;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Running.Supervision;

/// <summary>Asks an instance again and again how it is, and tells when the answer changes.</summary>
sealed class HealthWatch(IReadOnlyList<HealthProbe> probes, Action<ImmutableArray<HealthReportSnapshot>> changed, TimeProvider time)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    static readonly TimeSpan WhileHealthy = TimeSpan.FromSeconds(3);
    static readonly TimeSpan WhileNot = TimeSpan.FromMilliseconds(200);

    /// <summary>What is known before the first answer.</summary>
    public ImmutableArray<HealthReportSnapshot> Unknown { get; } =
        [.. probes.Select(probe => new HealthReportSnapshot(probe.Name, Status: null, "Not asked yet.", ExceptionText: null))];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var known = Unknown;
        var doubtful = false;
        while (probes.Count > 0 && !cancellationToken.IsCancellationRequested)
        {
            ImmutableArray<HealthReportSnapshot> reports = [.. await Task.WhenAll(probes.Select(probe => AskAsync(probe, cancellationToken)))];
            if (cancellationToken.IsCancellationRequested)
                return;

            var healthy = reports.All(report => report.Status == HealthStatus.Healthy);
            // One late answer on a busy machine is no illness; the second in a row is.
            doubtful = !healthy && !doubtful && known.All(report => report.Status == HealthStatus.Healthy);
            if (!doubtful && !reports.SequenceEqual(known))
                changed(known = reports);

            await Task.Delay(healthy ? WhileHealthy : WhileNot, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task<HealthReportSnapshot> AskAsync(HealthProbe probe, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            // Not every client heeds its token, and one that hangs must not end the watch.
            var wrong = await probe.CheckAsync(either.Token).WaitAsync(either.Token);
            return new(probe.Name, wrong is null ? HealthStatus.Healthy : HealthStatus.Unhealthy, wrong, ExceptionText: null);
        }
        // Whatever a check throws is its answer.
        catch (Exception e)
        {
            var wrong = late.IsCancellationRequested ? $"No answer within {Patience.TotalSeconds} s." : e.GetBaseException().Message;
            return new(probe.Name, HealthStatus.Unhealthy, wrong, ExceptionText: null);
        }
    }
}
