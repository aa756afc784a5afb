namespace Aspire.Hosting.ApplicationModel;

/// <summary>The rule for names of resources and endpoints: what environment variables, DNS and manifests all accept.</summary>
static class ModelName
{
    const int MaximumLength = 64;

    public static void Validate(string kind, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var broken = name switch
        {
            { Length: > MaximumLength } => $"Name must be between 1 and {MaximumLength} characters long",
            _ when !char.IsAsciiLetter(name[0]) => "Name must start with an ASCII letter",
            _ when !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') => "Name must contain only ASCII letters, digits and hyphens",
            _ when name.EndsWith('-') => "Name cannot end with a hyphen",
            _ when name.Contains("--", StringComparison.Ordinal) => "Name cannot contain consecutive hyphens",
            _ => null,
        };
        if (broken is not null)
            throw new ArgumentException($"{kind} name '{name}' is invalid. {broken}.", nameof(name));
    }
}
