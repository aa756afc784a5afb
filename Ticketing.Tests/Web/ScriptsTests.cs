using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;

namespace Ticketing.Tests.Web;

/// <summary>
/// Nothing compiles the pages' scripts, so that a name that a merge has lost shows only when a browser comes by. TypeScript's compiler
/// reads plain JavaScript too, and knows all that browsers have.
/// </summary>
public sealed partial class ScriptsTests
{
    /// <summary>No such name, property in shorthand, export or module. Of types, which nobody has written down, it knows too little.</summary>
    static readonly string[] Missing = ["TS2304", "TS2552", "TS2663", "TS18004", "TS2305", "TS2614", "TS2724", "TS2307", "TS2792"];

    [Fact]
    public async Task Scripts_NameNothingThatIsNotThere()
    {
        string[] folders = ["Ticketing.Web/wwwroot/js", "Ticketing.Sandbox/Pages"];
        string[] scripts = [.. folders.SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.js", SearchOption.AllDirectories))];
        scripts.Length.ShouldBeGreaterThan(20);
        (await CheckAsync(scripts)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("export function show() { return shown; }", "shown")]
    [InlineData("import { lost } from './other.js'; lost();", "lost")]
    [InlineData("import { kept } from './gone.js'; kept();", "gone.js")]
    [InlineData("export const both = { kept: 1, lost };", "lost")]
    [InlineData("if (", "expected")]
    public async Task Scripts_ThatNameSomethingElse_AreFound(string script, string name)
    {
        var folder = Directory.CreateTempSubdirectory("scripts-");
        try
        {
            string[] files = [Path.Combine(folder.FullName, "script.js"), Path.Combine(folder.FullName, "other.js")];
            await File.WriteAllTextAsync(files[0], script);
            await File.WriteAllTextAsync(files[1], "export const kept = () => document.title;");
            (await CheckAsync(files)).ShouldHaveSingleItem().ShouldContain(name);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static async Task<string[]> CheckAsync(string[] files)
    {
        string[] options =
        [
            "--noEmit", "--allowJs", "--checkJs", "--strict", "false", "--pretty", "false",
            "--target", "esnext", "--module", "esnext", "--moduleResolution", "bundler", "--lib", "esnext,dom,dom.iterable",
        ];
        var compiled = await Cli.Wrap(Compiler()).WithArguments([.. options, .. files]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        // Errors of syntax are those below 2000.
        return [.. compiled.StandardOutput.Split('\n').Where(line => Code().Match(line) is { Success: true } code && (code.Value.Length == 6 && code.Value[2] == '1' || Missing.Contains(code.Value)))];
    }

    static string Compiler()
    {
        var runtimes = typeof(ScriptsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "TypeScript").Value!;
        var system = OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        return Path.Combine(runtimes, $"{system}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}", OperatingSystem.IsWindows() ? "tsc.exe" : "tsc");
    }

    [GeneratedRegex(@"TS\d+(?=:)")]
    private static partial Regex Code();
}
