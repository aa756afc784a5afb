using System.Runtime.InteropServices;

namespace Aspire.Hosting.Running.Processes;

/// <summary>The POSIX signals that stop a process, by their Linux numbers.</summary>
enum Signal
{
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
}

static class SignalExtensions
{
    /// <summary>Sends the signal to one process; nothing happens when it has gone.</summary>
    public static void SendTo(this Signal signal, int processId) => _ = kill(processId, (int)signal);

    /// <summary>Sends the signal to every process of the group that <paramref name="leaderId"/> leads or led.</summary>
    public static void SendToGroup(this Signal signal, int leaderId) => _ = kill(-leaderId, (int)signal);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int kill(int processId, int signal);
}
