using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ticketing.Web.Api;

/// <summary>JSON as our services write it.</summary>
static class ApiJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
