using Aspire.Hosting.Running.Processes;

namespace Aspire.Hosting.Running.Workloads;

/// <summary>A parameter or a connection string: nothing runs, but the value must be there.</summary>
sealed class ValueWorkload(IValueProvider value) : IWorkload
{
    public bool HasProcess => false;

    public async Task<ProcessStart?> PrepareAsync(Instance instance, CancellationToken cancellationToken)
    {
        await value.GetValueAsync(cancellationToken);
        return null;
    }
}
