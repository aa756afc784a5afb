namespace Aspire.Hosting;

/// <summary>Tells the app model whether it is being run or published.</summary>
public class DistributedApplicationExecutionContext(DistributedApplicationOperation operation)
{
    /// <summary>The operation of this process.</summary>
    public DistributedApplicationOperation Operation { get; } = operation;

    /// <summary>Whether a manifest is written instead of running anything.</summary>
    public bool IsPublishMode => Operation == DistributedApplicationOperation.Publish;

    /// <summary>Whether the resources are run on this machine.</summary>
    public bool IsRunMode => Operation == DistributedApplicationOperation.Run;
}
