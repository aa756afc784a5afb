using Microsoft.Extensions.Configuration;

namespace Embedded.Client;

static class ConnectionSettings
{
    /// <summary>Reads a client's section, then its part for one connection, which wins.</summary>
    public static TSettings ReadSettings<TSettings>(this IConfiguration configuration, string section, string connectionName)
        where TSettings : new()
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionName);
        var settings = new TSettings();
        configuration.GetSection(section).Bind(settings);
        configuration.GetSection(section).GetSection(connectionName).Bind(settings);
        return settings;
    }

    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static string Require(string? connectionString, string connectionName) =>
        string.IsNullOrWhiteSpace(connectionString)
            ? throw new InvalidOperationException($"There is no connection string 'ConnectionStrings:{connectionName}'.")
            : connectionString;
}
