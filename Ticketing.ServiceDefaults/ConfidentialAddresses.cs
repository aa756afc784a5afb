using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ticketing.ServiceDefaults;

/// <summary>
/// Addresses with their queries, and headers, are in no log and no trace: a mail's link is in the one, tokens are in the other. It holds
/// whatever levels a deployment sets and whatever its tools ask the instrumentation for.
/// </summary>
static class ConfidentialAddresses
{
    /// <summary>Each request in and out at the level of information, its headers at that of traces.</summary>
    static readonly string[] Talkative =
    [
        "Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.AspNetCore.HttpLogging", "Microsoft.AspNetCore.Server.Kestrel.BadRequests", "System.Net.Http.HttpClient", "Yarp.ReverseProxy.Forwarder",
    ];

    public static void KeepAddressesConfidential(this IHostApplicationBuilder builder)
    {
        foreach (var category in Talkative)
            builder.Logging.AddFilter(category, LogLevel.Warning);

        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION"] = "false",
            ["OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION"] = "false",
        });
    }
}
