using System.Net;
using Microsoft.Extensions.Options;
using Ticketing.ServiceDefaults;

namespace Ticketing.SeatHolds.RateLimiting;

/// <summary>The client networks for which seats and places are counted: all but those that operations vouch for.</summary>
sealed class CountedNetworks(IOptions<RateLimitOptions> options)
{
    readonly IPNetwork[] exempt = [.. options.Value.ExemptNetworks.Select(network => IPNetwork.Parse(network))];

    /// <summary>Null where nothing is counted.</summary>
    public string? NameOf(HttpContext http)
    {
        if (ClientNetwork.Of(http) is not { } network)
            return null;

        foreach (var known in exempt)
        {
            if (known.Contains(network))
                return null;
        }

        return network.ToString();
    }
}
