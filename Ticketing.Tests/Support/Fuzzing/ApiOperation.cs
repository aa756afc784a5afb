using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Ticketing.Tests.Support.Fuzzing;

/// <param name="In"><c>path</c>, <c>query</c> or <c>header</c>.</param>
sealed record ApiParameter(string Name, string In, JsonElement Schema);

/// <summary>An operation as its service's OpenAPI document has it.</summary>
/// <param name="Body">Schema of the body; null without one.</param>
sealed partial record ApiOperation(string Verb, string Path, IReadOnlyList<ApiParameter> Parameters, JsonElement? Body, JsonElement Document)
{
    const int Deepest = 6;

    static readonly JsonElement AnyText = JsonDocument.Parse("""{"type":"string"}""").RootElement;

    /// <summary>Known to be left out.</summary>
    public static JsonNode Nothing { get; } = JsonValue.Create("nothing");

    public static async Task<IReadOnlyList<ApiOperation>> ReadAsync(HttpClient service, string document)
    {
        var root = await service.GetFromJsonAsync<JsonElement>(document);
        return
        [
            .. from path in root.GetProperty("paths").EnumerateObject()
               from verb in path.Value.EnumerateObject()
               orderby path.Name, verb.Name
               select Of(verb.Name.ToUpperInvariant(), path.Name, verb.Value, root),
        ];
    }

    /// <summary>What a request may have where the schema is.</summary>
    /// <param name="known">Values by name that mean something to the service; null for all others.</param>
    public JsonNode? Sample(JsonElement schema, string name, Func<string, JsonNode?> known, int depth = 0)
    {
        if (known(name) is { } value)
            return ReferenceEquals(value, Nothing) ? null : value;
        if (depth > Deepest)
            return null;
        if (schema.TryGetProperty("$ref", out var reference))
            return Sample(Referenced(reference.GetString()!), name, known, depth + 1);
        foreach (var alternatives in (string[])["oneOf", "anyOf", "allOf"])
        {
            if (schema.TryGetProperty(alternatives, out var choices))
                return Sample(choices.EnumerateArray().First(choice => TypeOf(choice) != "null"), name, known, depth + 1);
        }

        if (schema.TryGetProperty("enum", out var words))
            return JsonNode.Parse(words.EnumerateArray().First(word => word.ValueKind != JsonValueKind.Null).GetRawText());
        return TypeOf(schema) switch
        {
            "object" => new JsonObject(schema.TryGetProperty("properties", out var properties)
                ? properties.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, Sample(property.Value, property.Name, known, depth + 1)))
                : []),
            "array" => new JsonArray(schema.TryGetProperty("items", out var items) ? Sample(items, name, known, depth + 1) : null),
            "integer" or "number" => JsonValue.Create(1),
            "boolean" => JsonValue.Create(true),
            _ => Text(schema),
        };
    }

    static ApiOperation Of(string verb, string path, JsonElement operation, JsonElement document)
    {
        var parameters = operation.TryGetProperty("parameters", out var list)
            ? list.EnumerateArray().Select(one => new ApiParameter(one.GetProperty("name").GetString()!, one.GetProperty("in").GetString()!, one.GetProperty("schema")))
            : [];
        // Endpoints that read the request themselves declare nothing.
        var declared = parameters.ToList();
        var undeclared = Placeholder().Matches(path).Select(place => place.Groups[1].Value).Where(name => declared.TrueForAll(parameter => parameter.Name != name));
        declared.AddRange(undeclared.Select(name => new ApiParameter(name, "path", AnyText)).ToList());
        JsonElement? body = operation.TryGetProperty("requestBody", out var request)
            && request.GetProperty("content").TryGetProperty("application/json", out var json) ? json.GetProperty("schema") : null;
        return new ApiOperation(verb, path, declared, body, document);
    }

    static string TypeOf(JsonElement schema) =>
        !schema.TryGetProperty("type", out var type) ? schema.TryGetProperty("properties", out _) ? "object" : "string"
        : type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()!).Where(one => one != "null").OrderBy(one => one == "string").First()
        : type.GetString()!;

    static JsonValue Text(JsonElement schema) => JsonValue.Create(
        (schema.TryGetProperty("format", out var format) ? format.GetString() : null) switch
        {
            "uuid" => Guid.NewGuid().ToString(),
            "date-time" => TimeProvider.System.GetUtcNow().ToString("O"),
            _ => "text",
        });

    JsonElement Referenced(string reference) =>
        reference.TrimStart('#', '/').Split('/').Aggregate(Document, (element, name) => element.GetProperty(name));

    [GeneratedRegex(@"\{([^}]*)\}")]
    private static partial Regex Placeholder();
}
