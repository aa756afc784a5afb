// The way in which integrations name the tool that hosts a program; it is new, and may change.
#pragma warning disable ASPIREEXTENSION001
using System.Globalization;
using System.Reflection;

namespace Ticketing.AppHost.Running;

static class BuiltProjects
{
    /// <summary>
    /// Starts each project as what was built together with this one. Aspire would start <c>dotnet run</c>, which stays as the parent of
    /// every process and costs some 70 MiB and 3 s of a core for each. An IDE that starts projects itself goes on doing so.
    /// </summary>
    public static void RunBuiltProjects(this IDistributedApplicationBuilder builder)
    {
        // It rebuilds what has changed, which is what it is there for.
        if (builder.Configuration["DOTNET_WATCH"] is "1" or "true")
            return;

        foreach (var project in builder.Resources.OfType<ProjectResource>().ToList())
            builder.CreateResourceBuilder(project).WithLaunchToolArgs(
                context => context.Args.Add(AssemblyOf(project)), KnownLaunchConfigurationTypes.Project, showInCommandLine: false);
    }

    static string AssemblyOf(ProjectResource project)
    {
        var path = project.GetProjectMetadata().ProjectPath;
        var configuration = typeof(BuiltProjects).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        var framework = string.Create(CultureInfo.InvariantCulture, $"net{Environment.Version.Major}.0");
        return Path.Combine(Path.GetDirectoryName(path)!, "bin", configuration, framework, $"{Path.GetFileNameWithoutExtension(path)}.dll");
    }
}
