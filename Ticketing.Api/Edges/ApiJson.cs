using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ticketing.Api.Edges;

/// <summary>How this service writes JSON: camel case, enums as words.</summary>
static class ApiJson
{
    public static JsonSerializerOptions Options { get; } = Configured(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    public static void AddApiJson(this IHostApplicationBuilder builder) =>
        builder.Services.ConfigureHttpJsonOptions(http =>
        {
            Configured(http.SerializerOptions);
            // Identity's own endpoints take it for granted: a null where a text has to be is the client's mistake.
            http.SerializerOptions.RespectNullableAnnotations = true;
        });

    static JsonSerializerOptions Configured(JsonSerializerOptions options)
    {
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        return options;
    }
}
