using Aspire.Hosting.Running.Processes;
using Aspire.Hosting.Running.Workloads;

namespace Ticketing.Tests.Embedded.Running;

/// <summary>A shell script as a resource: a process that ends as the test wants it to.</summary>
sealed class ScriptResource(string name, string script) : Resource(name), IResourceWithWaitSupport, IWorkload
{
    public Task<ProcessStart?> PrepareAsync(Instance instance, CancellationToken cancellationToken) =>
        Task.FromResult<ProcessStart?>(new("sh", ["-c", script], "/"));
}
