namespace Ticketing.Load;

/// <summary>Scripts and statements, which are files of their own beside those who use them.</summary>
static class Resource
{
    public static string Read(string file)
    {
        using var stream = typeof(Resource).Assembly.GetManifestResourceStream(file) ?? throw new InvalidOperationException($"{file} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
