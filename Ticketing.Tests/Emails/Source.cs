using System.Runtime.CompilerServices;

namespace Ticketing.Tests.Emails;

/// <summary>Where the repository was when these tests were compiled.</summary>
static class Source
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    static string ThisFile([CallerFilePath] string path = "") => path;
}
