using System.Reflection;

namespace Ticketing.SeatHolds.WaitingRooms;

static class EmbeddedText
{
    static readonly Assembly Assembly = typeof(EmbeddedText).Assembly;

    /// <param name="name">Folders and file, with dots between.</param>
    public static string Read(string name)
    {
        using var stream = Assembly.GetManifestResourceStream($"{Assembly.GetName().Name}.{name}")
            ?? throw new InvalidOperationException($"{name} is not embedded in {Assembly.GetName().Name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
