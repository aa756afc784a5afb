using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ticketing.ServiceDefaults;

/// <summary>
/// A service answers to the names in <c>AllowedHosts</c> (divided by semicolons), and without that setting to its own machine's only. The
/// management port answers to every name: load balancers and the kubelet call pods by their addresses.
/// </summary>
static class AllowedHosts
{
    static readonly string[] OwnMachine = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>With any of them the framework's filter lets every name pass.</summary>
    static readonly string[] Everybody = ["*", "0.0.0.0", "[::]"];

    /// <exception cref="InvalidOperationException">Every name is allowed, and this is production.</exception>
    public static void AddAllowedHosts(this WebApplicationBuilder builder)
    {
        var hosts = builder.Configuration["AllowedHosts"]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        if (hosts.FirstOrDefault(host => Everybody.Contains(host)) is { } everybody && !builder.Environment.IsForDevelopers())
            throw new InvalidOperationException($"AllowedHosts is {everybody}: name the hosts that this service is called by.");

        builder.Services.Configure<HostFilteringOptions>(options =>
        {
            options.AllowedHosts = hosts is [] ? OwnMachine : hosts;
            options.AllowEmptyHosts = false;
            options.IncludeFailureMessage = false;
        });
    }

    /// <summary>Whether nobody but developers and tests can reach the service.</summary>
    internal static bool IsForDevelopers(this IHostEnvironment environment) => environment.IsDevelopment() || environment.IsEnvironment("Test");
}
