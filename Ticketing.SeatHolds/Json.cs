using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ticketing.SeatHolds;

static class Json
{
    /// <summary>Enums go by name, as <c>fourDx</c>.</summary>
    public static void AddJson(this WebApplicationBuilder builder) =>
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)));
}
