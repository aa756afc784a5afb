using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Ticketing.Core.Requests;

static class BodyCharset
{
    /// <summary>
    /// Takes a body's charset in quotes as well as without (RFC 9110, 5.6.6), and answers 415 to one that nobody knows. ASP.NET Core 10.0.12
    /// reads JSON by the name as it stands in the header, and answers 500 to both.
    /// </summary>
    public static void UseBodyCharsets(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        // As our own clients and browsers send it.
        if (http.Request.ContentType is null or "application/json" or "application/json; charset=utf-8" || TryUnquote(http.Request))
            return next(http);

        http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        return Task.CompletedTask;
    });

    static bool TryUnquote(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.Charset.HasValue)
            return true;

        try
        {
            type.Charset = Encoding.GetEncoding(HeaderUtilities.RemoveQuotes(type.Charset).ToString()).WebName;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return false;
        }

        request.ContentType = type.ToString();
        return true;
    }
}
