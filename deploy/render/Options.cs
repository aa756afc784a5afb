using System.Text.Json;

namespace ManifestRenderer;

/// <summary>The options of <c>aspirate generate</c> that this repository uses.</summary>
sealed record Options
{
    public string Manifest { get; private set; } = "manifest.json";

    public string OutputPath { get; private set; } = "aspirate-output";

    public string ImagePullPolicy { get; private set; } = "IfNotPresent";

    public string ImageTag { get; private set; } = "latest";

    public Dictionary<string, string> Parameters { get; } = [];

    /// <summary>The folder of the templates, as <c>aspirate.json</c> names it.</summary>
    public required string TemplatePath { get; init; }

    /// <exception cref="FormatException">There is an option that is not known here, or one that lacks its value.</exception>
    public static Options Parse(string[] args)
    {
        using var settings = JsonDocument.Parse(File.ReadAllBytes("aspirate.json"));
        var options = new Options { TemplatePath = settings.RootElement.GetProperty(nameof(TemplatePath)).GetString()! };
        if (args is not ["generate", .. var rest])
            throw new FormatException("The only command is: generate");

        using var words = rest.AsEnumerable().GetEnumerator();
        while (words.MoveNext())
            options.Take(words.Current, words);
        return options;
    }

    void Take(string option, IEnumerator<string> words)
    {
        switch (option)
        {
            case "--non-interactive" or "--disable-state" or "--skip-build":
                break;
            case "--output-format" when Value() is var format:
                if (format != "kustomize")
                    throw new FormatException($"The output format {format} is not known here.");
                break;
            case "--include-dashboard" when Value() is var include:
                if (include != "false")
                    throw new FormatException("There is no dashboard here.");
                break;
            case "--secret-password":
                Value();
                break;
            case "-m":
                Manifest = Value();
                break;
            case "-o":
                OutputPath = Value();
                break;
            case "--image-pull-policy":
                ImagePullPolicy = Value();
                break;
            case "-ct":
                ImageTag = Value();
                break;
            case "-pa" when Value().Split('=', 2) is [var name, var value]:
                Parameters.Add(name, value);
                break;
            default:
                throw new FormatException($"The option {option} is not known here.");
        }

        string Value() => words.MoveNext() ? words.Current : throw new FormatException($"The option {option} lacks its value.");
    }
}
