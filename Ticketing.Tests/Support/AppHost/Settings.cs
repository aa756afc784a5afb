using YamlDotNet.RepresentationModel;

namespace Ticketing.Tests.Support.AppHost;

/// <summary>What the manifests set for a service, as the sources of <c>deploy/</c> say it.</summary>
static class Settings
{
    public static readonly string[] Services = ["migrations", "api", "seat-holds", "payments", "emails", "web"];

    static readonly string Deploy = Path.Combine(Repository.Root, "deploy");

    /// <summary>
    /// Values that are in the open, of an environment: the base's, over them the overlay's, and what all are told of telemetry, whose
    /// agent is on the pod's node: here, where none listens.
    /// </summary>
    public static Dictionary<string, string> InTheOpen(string service, string environment)
    {
        var settings = new Dictionary<string, string>();
        foreach (var folder in (string[])[Path.Combine("base", service), Path.Combine("overlays", environment)])
        {
            foreach (var literal in Generated(folder, $"{service}-env"))
                settings[literal[..literal.IndexOf('=')]] = literal[(literal.IndexOf('=') + 1)..];
        }

        var telemetry = (YamlSequenceNode)Documents(Path.Combine(Deploy, "components", "production", "patches", "telemetry.yaml")).Single()[0]["value"];
        foreach (var variable in telemetry.Cast<YamlMappingNode>().Where(variable => variable.Children.ContainsKey("value")))
            settings[variable["name"].ToString()] = variable["value"].ToString().Replace("$(NODE_ADDRESS)", "127.0.0.1", StringComparison.Ordinal);
        return settings;
    }

    /// <summary>Names of those that come from outside.</summary>
    public static IEnumerable<string> Secret(string service) =>
        from secret in Documents(Path.Combine(Deploy, "components", "production", "external-secrets.yaml"))
        where secret["metadata"]["name"].ToString() == $"{service}-secrets"
        from item in (YamlSequenceNode)secret["spec"]["data"]
        select item["secretKey"].ToString();

    /// <summary>Names that the environment's ingress listens to: the patches of its overlay add them.</summary>
    public static IEnumerable<string> IngressHosts(string environment) =>
        from patch in (YamlSequenceNode)Documents(Path.Combine(Deploy, "overlays", environment, "kustomization.yaml")).Single()["patches"]
        where patch["target"]["kind"].ToString() == "Ingress"
        from operation in (YamlSequenceNode)Read(new StringReader(patch["patch"].ToString())).Single()
        where operation["path"].ToString().EndsWith("/host", StringComparison.Ordinal)
        select operation["value"].ToString();

    static IEnumerable<string> Generated(string folder, string name)
    {
        var kustomization = (YamlMappingNode)Documents(Path.Combine(Deploy, folder, "kustomization.yaml")).Single();
        return kustomization.Children.TryGetValue("configMapGenerator", out var generators)
            ? from generator in (YamlSequenceNode)generators
              where generator["name"].ToString() == name
              from literal in (YamlSequenceNode)generator["literals"]
              select literal.ToString()
            : [];
    }

    static IEnumerable<YamlNode> Documents(string path)
    {
        using var text = File.OpenText(path);
        return Read(text);
    }

    static IEnumerable<YamlNode> Read(TextReader text)
    {
        var stream = new YamlStream();
        stream.Load(text);
        return stream.Documents.Select(document => document.RootNode);
    }
}
