namespace Aspire.Hosting.Running.Processes;

/// <summary>How to start one process.</summary>
/// <param name="Command">Full path of the executable, or a name to look up in PATH.</param>
/// <param name="Arguments">Its arguments, unquoted.</param>
/// <param name="WorkingDirectory">Where it runs.</param>
sealed record ProcessStart(string Command, IReadOnlyList<string> Arguments, string WorkingDirectory)
{
    /// <summary>Added to this process's own environment; null removes a variable.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>All that the process can read from its standard input.</summary>
    public string Input { get; init; } = "";
}
