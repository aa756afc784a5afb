using CliWrap;
using CliWrap.Buffered;

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
            var zbar = await Cli.Wrap("zbarimg").WithArguments(["--quiet", "--raw", path]).ExecuteBufferedAsync();
            return zbar.StandardOutput.TrimEnd('\n');
        }
        finally
        {
            File.Delete(path);
        }
    }
}
