using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;

namespace Ticketing.Sandbox.Payments.Ledger;

/// <summary>
/// An append-only file of JSON lines. Appends that arrive together share one fsync, so that a durable answer
/// costs each of many customers a fraction of a disk's flush.
/// </summary>
sealed class LedgerFile : IAsyncDisposable
{
    const int LargestBatch = 1000;
    const byte LineEnd = (byte)'\n';

    readonly FileStream owner;
    readonly FileStream file;
    readonly Channel<Append> appends = Channel.CreateUnbounded<Append>(new UnboundedChannelOptions { SingleReader = true });
    readonly Task writing;

    LedgerFile(FileStream owner, FileStream file)
    {
        this.owner = owner;
        this.file = file;
        writing = Task.Run(WriteAsync);
    }

    /// <summary>Opens or creates the file and hands over every line in it, oldest first.</summary>
    /// <exception cref="IOException">Another sandbox has the ledger.</exception>
    /// <exception cref="InvalidDataException">A line other than a torn last one cannot be read.</exception>
    public static LedgerFile Open(string path, Action<LedgerEntry> replay)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var owner = Own(path);
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            DropTornLine(file);
            Replay(file, path, replay);
            return new LedgerFile(owner, file);
        }
        catch
        {
            file.Dispose();
            owner.Dispose();
            throw;
        }
    }

    /// <summary>Completes when the line is on the disk. It cannot be cancelled: what may be on the disk must be believed.</summary>
    /// <exception cref="IOException">The file cannot be written; from then on every append fails.</exception>
    public async Task AppendAsync(LedgerEntry entry)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(entry, SandboxJson.Options), LineEnd];
        var append = new Append(line, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!appends.Writer.TryWrite(append))
            throw new IOException($"{file.Name} is closed.");
        await append.Written.Task;
    }

    public async ValueTask DisposeAsync()
    {
        appends.Writer.TryComplete();
        await writing;
        await file.DisposeAsync();
        await owner.DisposeAsync();
    }

    // A file of its own, so that people and tests can read the ledger while it is written. The lock ends with the process.
    static FileStream Own(string path)
    {
        try
        {
            return new FileStream($"{path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new IOException($"Another sandbox has the ledger {path}.", error);
        }
    }

    // A crash in the middle of a write leaves a line without its end; nobody was told of it.
    static void DropTornLine(FileStream file)
    {
        var end = file.Length;
        while (end > 0)
        {
            file.Position = end - 1;
            if (file.ReadByte() == LineEnd)
                break;
            end--;
        }

        file.SetLength(end);
        file.Position = 0;
    }

    static void Replay(FileStream file, string path, Action<LedgerEntry> replay)
    {
        using var reader = new StreamReader(file, leaveOpen: true);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            try
            {
                replay(JsonSerializer.Deserialize<LedgerEntry>(line, SandboxJson.Options) ?? throw new JsonException("The line is null."));
            }
            catch (Exception error) when (error is JsonException or NotSupportedException)
            {
                throw new InvalidDataException($"Line {number} of the ledger {path} cannot be read: {error.Message} Mend it or move the file away.", error);
            }
        }

        file.Position = file.Length;
    }

    async Task WriteAsync()
    {
        var batch = new List<Append>();
        while (await appends.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < LargestBatch && appends.Reader.TryRead(out var append))
                batch.Add(append);

            try
            {
                file.Write(batch.SelectMany(append => append.Line).ToArray());
                file.Flush(flushToDisk: true);
                batch.ForEach(append => append.Written.SetResult());
            }
            catch (IOException error)
            {
                // How much was written is unknown: no line may follow.
                appends.Writer.TryComplete();
                batch.ForEach(append => append.Written.SetException(error));
                while (appends.Reader.TryRead(out var append))
                    append.Written.SetException(error);
            }
        }
    }

    sealed record Append(byte[] Line, TaskCompletionSource Written);
}

/// <summary>One line of the ledger. A line is whole or absent, so all that must happen together is in one.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(CheckoutChanged), "changed")]
[JsonDerivedType(typeof(EventDelivered), "delivered")]
[JsonDerivedType(typeof(KeyRevoked), "revoked")]
abstract record LedgerEntry(DateTimeOffset At);

/// <summary>A checkout changed: what it became, by which request, and which event owes the merchant the news.</summary>
sealed record CheckoutChanged(DateTimeOffset At, CheckoutChange Change, Checkout Checkout, IdempotentRequest? Request, string? EventId)
    : LedgerEntry(At);

/// <summary>The merchant has acknowledged an event, or a fault made it get lost.</summary>
sealed record EventDelivered(DateTimeOffset At, string EventId) : LedgerEntry(At);

/// <summary>A merchant's key was revoked, or given back.</summary>
sealed record KeyRevoked(DateTimeOffset At, string KeyId, bool Revoked) : LedgerEntry(At);

/// <summary>A request that must take effect once, however often it is sent.</summary>
/// <param name="Key">The merchant's idempotency key.</param>
/// <param name="Fingerprint">Hash of what was asked; the same key with another one is a mistake of the merchant's.</param>
sealed record IdempotentRequest(string Key, string Fingerprint);

/// <summary>The provider's truth, for tests and curious developers: no key, since the sandbox runs nowhere else.</summary>
static class LedgerEndpoints
{
    public static void MapLedger(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/ledger", (CheckoutLedger ledger) => TypedResults.Ok(ledger.Checkouts));
}
