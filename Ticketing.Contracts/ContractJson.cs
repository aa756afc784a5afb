using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ticketing.Contracts;

/// <summary>How our services write JSON and read it: names in camel case, enums as words.</summary>
public static class ContractJson
{
    /// <summary>For clients, and for what is not an answer of ASP.NET Core's.</summary>
    public static JsonSerializerOptions Options { get; } = Apply(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>Gives the options of a service's answers what is not the web's default.</summary>
    /// <param name="takesNumbers">Whether an enum may come as its number, too.</param>
    public static JsonSerializerOptions Apply(JsonSerializerOptions options, bool takesNumbers = false)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, takesNumbers));
        return options;
    }
}
