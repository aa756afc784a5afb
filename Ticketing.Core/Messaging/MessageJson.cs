using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ticketing.Core.Messaging;

/// <summary>How messages are written: camel case, and enums as words, so that the code may put them in another order.</summary>
static class MessageJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };
}
