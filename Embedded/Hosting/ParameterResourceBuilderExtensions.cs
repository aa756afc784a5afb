using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>Adds values that come from outside the app model.</summary>
public static class ParameterResourceBuilderExtensions
{
    /// <summary>Adds a value that must be configured as <c>Parameters:name</c>.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        builder.AddResource(new ParameterResource(name, @default => Value(builder, name, @default), secret));

    /// <summary>Adds a value that has a default where <c>Parameters:name</c> is not configured.</summary>
    /// <param name="builder">The app model.</param>
    /// <param name="name">Names the parameter.</param>
    /// <param name="value">The default.</param>
    /// <param name="secret">Whether the value must not be shown.</param>
    /// <param name="persist">Whether the default, once made, is kept for the next development run.</param>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, ParameterDefault value, bool secret = false, bool persist = false) =>
        builder.AddResource(Create(builder, name, value, secret, persist));

    /// <summary>Adds a connection string that must be configured as <c>ConnectionStrings:name</c>.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(
        this IDistributedApplicationBuilder builder, string name, string? environmentVariableName = null) =>
        builder.AddResource(new ConnectionStringParameterResource(
            name,
            _ => builder.Configuration.GetConnectionString(name) ?? throw Missing($"ConnectionStrings:{name}"),
            environmentVariableName));

    /// <summary>A generated password for a server, which is kept because the server's data is.</summary>
    internal static ParameterResource CreateDefaultPasswordParameter(IDistributedApplicationBuilder builder, string name, bool special = true) =>
        Create(builder, name, new GenerateParameterDefault { Special = special }, secret: true, persist: true);

    static ParameterResource Create(IDistributedApplicationBuilder builder, string name, ParameterDefault value, bool secret, bool persist) =>
        new(name, @default => Value(builder, name, @default), secret)
        {
            Default = persist && builder.ExecutionContext.IsRunMode
                ? new KeptParameterDefault(name, value, ((DistributedApplicationBuilder)builder).Parameters)
                : value,
        };

    static string Value(IDistributedApplicationBuilder builder, string name, ParameterDefault? @default)
    {
        var key = $"Parameters:{name}";
        // Not every shell can set a variable whose name has a hyphen.
        var configured = builder.Configuration[key] is { Length: > 0 } exact ? exact : builder.Configuration[key.Replace('-', '_')];
        return configured ?? @default?.GetDefaultValue() ?? throw Missing(key);
    }

    static MissingParameterValueException Missing(string key) =>
        new($"The configuration key '{key}' is missing and has no default. Set it, for example as the environment variable {key.Replace(":", "__").Replace('-', '_')}.");
}
