using System.Reflection;
using CliWrap;
using CliWrap.Buffered;

namespace Ticketing.Tests.Support.AppHost;

/// <summary>A user of this machine who may do nothing special, made for one test.</summary>
sealed class OrdinaryUser : IDisposable
{
    const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    readonly string name;
    readonly string home = $"/var/tmp/home-of-{Guid.NewGuid():N}";

    OrdinaryUser(string name) => this.name = name;

    public string Id { get; private set; } = "";

    /// <summary>Runs a command as this user, and becomes it.</summary>
    public string[] Launcher => ["setpriv", $"--reuid={Id}", "--regid=65534", "--clear-groups", "env", $"HOME={home}", $"DCP_UNDER_CLOCK={CopyOf(DcpPath)}"];

    /// <summary>Where the AppHost of the packages' owner finds DCP.</summary>
    static string DcpPath { get; } = Assembly.Load("Ticketing.AppHost").GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => string.Equals(data.Key, "dcpclipath", StringComparison.OrdinalIgnoreCase)).Value!;

    public static async Task<OrdinaryUser> CreateAsync()
    {
        var user = new OrdinaryUser($"ticketing-{Guid.NewGuid().ToString("N")[..8]}");
        await RunAsync("useradd", "--system", "--gid", "65534", "--home-dir", user.home, "--shell", "/usr/sbin/nologin", user.name);
        user.Id = (await RunAsync("id", "-u", user.name)).Trim();
        await RunAsync("install", "-d", "-o", user.name, user.home);
        return user;
    }

    /// <summary>Copies DCP to where the user can run it, and under another clock the script that runs it then (scripts/dcp-under-clock.sh).</summary>
    /// <returns>What the user's AppHost has to start.</returns>
    public string GivenDcp()
    {
        Directory.CreateDirectory(CopyOf(""));
        foreach (var part in Directory.GetFiles(Path.GetDirectoryName(DcpPath)!))
            Copy(part);
        return Environment.GetEnvironmentVariable("DcpPublisher__CliPath") is { } underClock ? Copy(underClock) : CopyOf(DcpPath);
    }

    string CopyOf(string file) => Path.Combine(home, "copy", Path.GetFileName(file));

    string Copy(string file)
    {
        File.Copy(file, CopyOf(file));
        File.SetUnixFileMode(CopyOf(file), Everybody);
        return CopyOf(file);
    }

    public void Dispose()
    {
        RunAsync("userdel", name).GetAwaiter().GetResult();
        Directory.Delete(home, recursive: true);
    }

    static async Task<string> RunAsync(string program, params string[] arguments) =>
        (await Cli.Wrap(program).WithArguments(arguments).ExecuteBufferedAsync()).StandardOutput;
}
