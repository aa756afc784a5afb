using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ticketing.ServiceDefaults;

/// <summary>
/// Settings by which tests break a service or its clock: <c>Faults:Folder</c>, whose <c>settings.json</c> is read again whenever it
/// changes, and <c>Clock:Offset</c>. In any environment but <c>Test</c> a service that is given one of them does not start: better no
/// service than one that lies about the time or dies on command.
/// </summary>
static class TestSettings
{
    static readonly string[] Sections = ["Faults", "Clock"];

    /// <exception cref="InvalidOperationException">There are such settings, and this is no test.</exception>
    public static void AddTestSettings(this IHostApplicationBuilder builder)
    {
        if (!builder.Environment.IsEnvironment("Test"))
        {
            if (Sections.FirstOrDefault(section => builder.Configuration.GetSection(section).Exists()) is { } forbidden)
                throw new InvalidOperationException($"{forbidden}:* is set, which only the environment Test allows, not {builder.Environment.EnvironmentName}.");
            return;
        }

        if (builder.Configuration["Faults:Folder"] is { Length: > 0 } folder)
            builder.Configuration.AddJsonFile(Path.Combine(folder, "settings.json"), optional: true, reloadOnChange: true);
        builder.Services.AddSingleton<TimeProvider, OffsetClock>();
    }
}
