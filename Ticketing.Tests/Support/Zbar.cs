using System.Diagnostics;

namespace Ticketing.Tests.Support;

/// <summary>What a scanner at the door reads; Debian's <c>zbarimg</c>, which is nobody's code here.</summary>
static class Zbar
{
    public static async Task<string> ReadAsync(byte[] picture)
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.png");
        await File.WriteAllBytesAsync(path, picture);
        try
        {
            using var zbar = Process.Start(new ProcessStartInfo("zbarimg", ["--quiet", "--raw", path]) { RedirectStandardOutput = true })!;
            var text = await zbar.StandardOutput.ReadToEndAsync();
            await zbar.WaitForExitAsync();
            return text.TrimEnd('\n');
        }
        finally
        {
            File.Delete(path);
        }
    }
}
