using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ticketing.Sandbox.Faults;

/// <summary>Reads and writes enums by name, and whoever errs is told which names there are.</summary>
sealed class NamedValues : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Named<>).MakeGenericType(typeToConvert))!;

    sealed class Named<T> : JsonConverter<T>
        where T : struct, Enum
    {
        static readonly Dictionary<string, T> Values = Enum.GetValues<T>().ToDictionary(Name);

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Values.TryGetValue(reader.GetString()!, out var value)
                ? value
                : throw new JsonException($"One of {string.Join(", ", Values.Keys)}.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Name(value));

        static string Name(T value) => JsonNamingPolicy.CamelCase.ConvertName($"{value}");
    }
}
