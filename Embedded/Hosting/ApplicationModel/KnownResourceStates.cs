namespace Aspire.Hosting.ApplicationModel;

/// <summary>The states that a resource goes through.</summary>
public static class KnownResourceStates
{
    /// <summary>In the model, not yet looked at.</summary>
    public static readonly string NotStarted = nameof(NotStarted);

    /// <summary>Held back until what it waits for has got far enough.</summary>
    public static readonly string Waiting = nameof(Waiting);

    /// <summary>Its process is being started.</summary>
    public static readonly string Starting = nameof(Starting);

    /// <summary>Its process runs.</summary>
    public static readonly string Running = nameof(Running);

    /// <summary>Its process never came up.</summary>
    public static readonly string FailedToStart = nameof(FailedToStart);

    /// <summary>Its process crashed and is started again in a moment; Aspire has no such state.</summary>
    internal static readonly string Restarting = nameof(Restarting);

    /// <summary>Its process has been asked to end.</summary>
    public static readonly string Stopping = nameof(Stopping);

    /// <summary>Its process ended, though it was meant to go on.</summary>
    public static readonly string Exited = nameof(Exited);

    /// <summary>Its process ended as it was meant to.</summary>
    public static readonly string Finished = nameof(Finished);

    /// <summary>The states from which it does not go on by itself.</summary>
    public static readonly IReadOnlyList<string> TerminalStates = [Finished, FailedToStart, Exited];
}
