namespace Aspire.Hosting;

/// <summary>What an AppHost was started for.</summary>
public enum DistributedApplicationOperation
{
    /// <summary>Run the resources on this machine.</summary>
    Run,

    /// <summary>Write what a deployment tool needs, start nothing.</summary>
    Publish,
}
