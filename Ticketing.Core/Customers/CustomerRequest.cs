using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Ticketing.Core.Customers;

public static class CustomerRequest
{
    internal const string Bearer = "Bearer";

    /// <summary>
    /// The token by which a request is authenticated, if it is. A client that names its token means that one, whatever cookie its browser
    /// adds.
    /// </summary>
    public static string? CustomerToken(this HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var authorization = request.Headers[HeaderNames.Authorization].ToString();
        if (authorization.Length == 0)
            return request.Cookies[CustomerCookie.Name];

        return authorization.StartsWith(Bearer + " ", StringComparison.OrdinalIgnoreCase) ? authorization[(Bearer.Length + 1)..].Trim() : null;
    }
}
