using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ManifestRenderer;

/// <summary>A manifest whose placeholders are filled in as Aspirate fills them.</summary>
sealed partial class AspireManifest
{
    readonly JsonObject resources;

    AspireManifest(JsonObject resources) => this.resources = resources;

    /// <summary>Every project, in the manifest's order.</summary>
    public IEnumerable<Project> Projects =>
        from resource in resources
        where resource.Value!["type"]!.GetValue<string>() is "project.v0"
        select new Project(
            resource.Key,
            resource.Value["path"]!.GetValue<string>(),
            [.. (resource.Value["args"]?.AsArray() ?? []).Select(argument => argument!.GetValue<string>())],
            (resource.Value["env"]?.AsObject() ?? []).ToDictionary(variable => variable.Key, variable => Fill(variable.Value!.GetValue<string>())),
            [.. (resource.Value["bindings"]?.AsObject() ?? []).Select(binding => new Port(binding.Key, PortOf(binding.Value!, "targetPort"), PortOf(binding.Value!, "port")))]);

    /// <exception cref="FormatException">A resource is of a type that is not known here, or a parameter has no value.</exception>
    public static AspireManifest Read(string path, IReadOnlyDictionary<string, string> parameters)
    {
        var resources = JsonNode.Parse(File.ReadAllText(path))!["resources"]!.AsObject();
        foreach (var (name, resource) in resources)
        {
            switch (resource!["type"]!.GetValue<string>())
            {
                case "project.v0":
                    GivePorts(resource["bindings"]?.AsObject() ?? []);
                    break;
                case "parameter.v0":
                    resource["value"] = parameters.TryGetValue(name, out var value) ? value : throw new FormatException($"The parameter {name} has no value: -pa {name}=…");
                    break;
                case var type:
                    throw new FormatException($"{name} is a {type}, which is not known here.");
            }
        }

        return parameters.Keys.FirstOrDefault(name => !resources.ContainsKey(name)) is { } unknown
            ? throw new FormatException($"The manifest has no parameter {unknown}.")
            : new(resources);
    }

    /// <summary>Endpoints named http and https have a port of their own where the manifest gives none; others have to bring theirs.</summary>
    static void GivePorts(JsonObject bindings)
    {
        foreach (var (name, port) in (ReadOnlySpan<(string, int)>)[("http", 8080), ("https", 8443)])
        {
            if (bindings[name] is { } binding && PortOf(binding, "targetPort") == 0)
                binding["targetPort"] = port;
        }
    }

    static int PortOf(JsonNode binding, string property) => binding[property]?.GetValue<int>() ?? 0;

    string Fill(string text)
    {
        while (true)
        {
            var filled = Placeholder().Replace(text, placeholder => Value(placeholder.Groups["path"].Value));
            if (filled == text)
                return filled;
            text = filled;
        }
    }

    string Value(string path) => path.Split('.') switch
    {
        [var resource, "bindings", var binding, var property] => BindingOf(resource, binding, property),
        [var resource, var property] when resources[resource]?[property] is { } value => value.GetValue<string>(),
        _ => throw new FormatException($"The manifest has no {path}."),
    };

    string BindingOf(string resource, string name, string property)
    {
        var binding = resources[resource]?["bindings"]?[name] ?? throw new FormatException($"{resource} has no endpoint {name}.");
        var port = PortOf(binding, "targetPort").ToString(CultureInfo.InvariantCulture);
        return (name, property) switch
        {
            (_, "targetPort") => port,
            ("http", "url") => $"http://{resource}:{port}",
            // Nothing listens there.
            ("https", "url") => "",
            _ => throw new FormatException($"{resource}.bindings.{name}.{property} is not known here."),
        };
    }

    [GeneratedRegex(@"\{(?<path>[^{}]+)\}")]
    private static partial Regex Placeholder();
}

/// <param name="Path">Of the project file, from the AppHost's folder.</param>
sealed record Project(string Name, string Path, IReadOnlyList<string> Args, IReadOnlyDictionary<string, string> Env, IReadOnlyList<Port> Ports);

/// <param name="ExternalPort">0: the same.</param>
sealed record Port(string Name, int InternalPort, int ExternalPort);
