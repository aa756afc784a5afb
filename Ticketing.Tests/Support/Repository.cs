namespace Ticketing.Tests.Support;

static class Repository
{
    /// <summary>The folder that the tests run somewhere below.</summary>
    public static string Root { get; } = Find();

    static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Ticketing.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run in the repository.");
        return folder.FullName;
    }
}
