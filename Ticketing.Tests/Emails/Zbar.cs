using System.Diagnostics;
using MimeKit;

namespace Ticketing.Tests.Emails;

/// <summary>A QR reader that is nobody's code here: <c>zbarimg</c> of Debian's zbar-tools.</summary>
static class Zbar
{
    public static async Task<string> ReadAsync(MimePart picture)
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.png");
        try
        {
            await using (var file = File.Create(path))
                await picture.Content!.DecodeToAsync(file);
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
