using System.Globalization;

namespace Aspire.Hosting.Running;

/// <summary>The console of one instance: shown live, and written to a file that each run of the stack begins anew.</summary>
sealed class InstanceLog : IDisposable
{
    /// <summary>Begins the lines that the orchestrator adds to a process's own.</summary>
    public const string OwnPrefix = "[apphost] ";

    const int Remembered = 8;

    readonly Lock gate = new();
    readonly Queue<string> last = new();
    readonly ResourceLoggerService loggers;
    readonly string instance;
    readonly TimeProvider time;
    StreamWriter? file;
    bool closed;

    public InstanceLog(ResourceLoggerService loggers, string instance, string path, TimeProvider time)
    {
        (this.loggers, this.instance, this.time) = (loggers, instance, time);
        Path = path;
        File.Delete(path);
    }

    public string Path { get; }

    /// <summary>The newest lines, oldest first.</summary>
    public IReadOnlyList<string> LastLines
    {
        get
        {
            lock (gate)
                return [.. last];
        }
    }

    public string? LastLine => LastLines is [.., var line] ? line : null;

    public void Write(string text, bool isError)
    {
        lock (gate)
        {
            if (closed)
                return;
            last.Enqueue(text);
            if (last.Count > Remembered)
                last.Dequeue();
            var line = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {text}");
            file ??= new StreamWriter(Path) { AutoFlush = true };
            file.WriteLine(line);
            loggers.Append(instance, line, isError);
        }
    }

    /// <summary>What the orchestrator has to say about the instance.</summary>
    public void Note(string text, bool isError = false) => Write(OwnPrefix + text, isError);

    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            file?.Dispose();
        }
    }
}
