using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ticketing.Sandbox.Faults;

/// <summary>Reads what people write by hand: a misspelt field is an error, not a switch that never strikes.</summary>
static class FaultJson
{
    public static readonly JsonSerializerOptions Options = Strict();

    static JsonSerializerOptions Strict()
    {
        var options = new JsonSerializerOptions(SandboxJson.Options)
        {
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        };
        options.Converters.Insert(0, new NamedValues());
        return options;
    }
}
