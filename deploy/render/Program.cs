using ManifestRenderer;

// Renders deploy/base where Aspirate is not installed: takes the command line of `aspirate generate`, run as that is from the AppHost's folder.
// What it does not know it refuses.
try
{
    var options = Options.Parse(args);
    var manifest = AspireManifest.Read(options.Manifest, options.Parameters);
    await new KustomizeWriter(options).WriteAsync(manifest);
    return 0;
}
catch (Exception wrong) when (wrong is FormatException or IOException)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 1;
}
