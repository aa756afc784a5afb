using System.Runtime.InteropServices;
using Aspire.Hosting.Running.Processes;

namespace Aspire.Hosting.Running.Workloads;

/// <summary>What the AppHost's own build made of a .NET project.</summary>
sealed class ProjectWorkload(ProjectResource project, DistributedApplicationExecutionContext execution) : IWorkload
{
    // The one that runs this process; PATH may name another, or none.
    static readonly string DotNet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));

    public void Verify() => _ = project.AssemblyPath;

    public async Task<ProcessStart?> PrepareAsync(Instance instance, CancellationToken cancellationToken)
    {
        var configuration = await ResourceConfiguration.ResolveAsync(project, execution, instance.Replica, cancellationToken);
        return new ProcessStart(DotNet, [project.AssemblyPath, .. configuration.Arguments], Path.GetDirectoryName(project.Metadata.ProjectPath)!)
        {
            Environment = configuration.Environment.ToDictionary(variable => variable.Key, variable => (string?)variable.Value),
        };
    }

    public IReadOnlyList<HealthProbe> ProbesFor(Instance instance) => HttpProbes.Of(project, instance);
}
