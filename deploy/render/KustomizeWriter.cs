using System.Diagnostics;
using HandlebarsDotNet;

namespace ManifestRenderer;

/// <summary>Writes a folder per project, and a kustomization over them.</summary>
sealed class KustomizeWriter(Options options)
{
    /// <summary>Variables whose names start so are secret, and stay out of ConfigMaps. All others are not.</summary>
    static readonly string[] SecretPrefixes = ["ConnectionString", "POSTGRES_PASSWORD", "MSSQL_SA_PASSWORD"];

    static readonly string[] Manifests = ["deployment.yaml", "service.yaml"];

    // Encodes nothing: templates quote.
    readonly IHandlebars handlebars = Handlebars.Create(new HandlebarsConfiguration { NoEscape = true });

    public async Task WriteAsync(AspireManifest manifest)
    {
        var projects = manifest.Projects.ToList();
        foreach (var project in projects)
        {
            var data = await DataOfAsync(project);
            Render("deployment", Path.Combine(project.Name, "deployment.yaml"), data);
            Render("service", Path.Combine(project.Name, "service.yaml"), data);
            Render("kustomization", Path.Combine(project.Name, "kustomization.yaml"), data);
        }

        Render("kustomization", "kustomization.yaml", new Dictionary<string, object> { ["manifests"] = projects.Select(project => project.Name).ToList() });
    }

    async Task<Dictionary<string, object>> DataOfAsync(Project project)
    {
        var secret = project.Env.ToLookup(variable => SecretPrefixes.Any(prefix => variable.Key.StartsWith(prefix, StringComparison.Ordinal)));
        // An empty value is as none.
        var env = secret[false].Where(variable => variable.Value is not "").ToDictionary();
        var secrets = secret[true].Where(variable => variable.Value is not "").ToDictionary();
        return new()
        {
            ["name"] = project.Name,
            ["containerImage"] = $"{await RepositoryOfAsync(project)}:{options.ImageTag}",
            ["imagePullPolicy"] = options.ImagePullPolicy,
            ["hasArgs"] = project.Args.Count > 0,
            ["args"] = project.Args,
            ["hasPorts"] = project.Ports.Count > 0,
            ["ports"] = project.Ports.Select(port => new { port.Name, port.InternalPort, port.ExternalPort }).ToList(),
            ["hasAnyEnv"] = env.Count > 0,
            ["env"] = env,
            ["hasAnySecrets"] = secrets.Count > 0,
            ["secrets"] = secrets,
            ["hasAnyAnnotations"] = false,
            ["isProject"] = true,
            ["withPrivateRegistry"] = false,
            ["serviceType"] = "ClusterIP",
            ["manifests"] = Manifests,
        };
    }

    void Render(string template, string file, Dictionary<string, object> data)
    {
        var path = Path.Combine(options.OutputPath, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, handlebars.Compile(File.ReadAllText(Path.Combine(options.TemplatePath, $"{template}.hbs")))(data));
    }

    /// <summary>The property <c>ContainerRepository</c> of the project, or its name.</summary>
    static async Task<string> RepositoryOfAsync(Project project)
    {
        var question = new ProcessStartInfo("dotnet", ["msbuild", project.Path, "-getProperty:ContainerRepository"]) { RedirectStandardOutput = true };
        using var msbuild = Process.Start(question)!;
        var answer = (await msbuild.StandardOutput.ReadToEndAsync()).Trim();
        await msbuild.WaitForExitAsync();
        if (msbuild.ExitCode != 0)
            throw new FormatException($"dotnet msbuild does not know {project.Path}: {answer}");
        return answer is "" ? project.Name : answer.ToLowerInvariant();
    }
}
