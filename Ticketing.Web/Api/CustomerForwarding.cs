using System.Net.Http.Headers;
using Ticketing.Web.Customers;

namespace Ticketing.Web.Api;

/// <summary>Calls services in the name of the customer whose page is being made.</summary>
sealed class CustomerForwarding(IHttpContextAccessor accessor) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (accessor.HttpContext is { } context)
        {
            if (GuestCustomers.TokenOf(context) is { } token && request.Headers.Authorization is null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

            // Rate limits count clients, not this server.
            if (context.Connection.RemoteIpAddress is { } address)
                request.Headers.Add("X-Forwarded-For", address.ToString());

            // Members know their sessions by it. Headers of ours are ASCII, and what is no product's name is left out.
            var agent = context.Request.Headers.UserAgent.ToString();
            if (agent.Length > 0 && agent.All(letter => letter is >= ' ' and <= '~'))
                request.Headers.UserAgent.TryParseAdd(agent);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
