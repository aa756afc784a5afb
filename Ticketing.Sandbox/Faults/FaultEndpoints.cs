using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Sandbox.Payments.Api;

namespace Ticketing.Sandbox.Faults;

/// <summary>Switches over HTTP, for whoever has the merchant's key, be it revoked.</summary>
static class FaultEndpoints
{
    public static void MapFaults<TRule>(this IEndpointRouteBuilder routes, string path)
        where TRule : class, IFaultRule
    {
        var faults = routes.MapGroup(path).AddEndpointFilter<MerchantOnly>();
        faults.MapGet("/", Show<TRule>);
        faults.MapPut("/", Replace<TRule>);
        faults.MapDelete("/", Clear<TRule>);
        faults.MapPost("/rules", Add<TRule>);
        faults.MapDelete("/rules/{id}", Remove<TRule>);
    }

    static JsonHttpResult<FaultState<TRule>> Show<TRule>(FaultBoard<TRule> board)
        where TRule : class, IFaultRule => TypedResults.Json(board.State, FaultJson.Options);

    static async Task<Results<JsonHttpResult<FaultState<TRule>>, ProblemHttpResult>> Replace<TRule>(HttpRequest request, FaultBoard<TRule> board)
        where TRule : class, IFaultRule
    {
        var (plan, errors) = await FaultErrors.ReadPlanAsync<TRule>(request.Body, request.HttpContext.RequestAborted);
        if (plan is null || errors.Count > 0)
            return ProviderProblems.ValidationFailed(errors);

        board.Replace(plan);
        return Show(board);
    }

    /// <summary>Leaves the other switches as they are, so that tests can share a sandbox.</summary>
    static async Task<Results<JsonHttpResult<FaultRuleState<TRule>>, ProblemHttpResult>> Add<TRule>(HttpRequest request, FaultBoard<TRule> board)
        where TRule : class, IFaultRule
    {
        var (rule, errors) = await FaultErrors.ReadRuleAsync<TRule>(request.Body, request.HttpContext.RequestAborted);
        return rule is null || errors.Count > 0
            ? ProviderProblems.ValidationFailed(errors)
            : TypedResults.Json(new FaultRuleState<TRule>(board.Add(rule), rule, 0, 0), FaultJson.Options, statusCode: StatusCodes.Status201Created);
    }

    static NoContent Clear<TRule>(FaultBoard<TRule> board)
        where TRule : class, IFaultRule
    {
        board.Replace(new FaultPlan<TRule>([]));
        return TypedResults.NoContent();
    }

    static Results<NoContent, NotFound> Remove<TRule>(string id, FaultBoard<TRule> board)
        where TRule : class, IFaultRule => board.Remove(id) ? TypedResults.NoContent() : TypedResults.NotFound();
}

/// <summary>Reads rules and says, field by field, what is wrong with them.</summary>
static class FaultErrors
{
    /// <summary>The plan, or the errors by path, e.g. <c>rules[0].rate</c>.</summary>
    public static Task<(FaultPlan<TRule>? Value, IReadOnlyDictionary<string, string[]> Errors)> ReadPlanAsync<TRule>(Stream json, CancellationToken cancellation)
        where TRule : class, IFaultRule =>
        ReadAsync<FaultPlan<TRule>>(json, plan => plan.Rules.Select((rule, place) => ($"rules[{place}].", (IFaultRule)rule)), cancellation);

    /// <summary>The same of a single rule.</summary>
    public static Task<(TRule? Value, IReadOnlyDictionary<string, string[]> Errors)> ReadRuleAsync<TRule>(Stream json, CancellationToken cancellation)
        where TRule : class, IFaultRule => ReadAsync<TRule>(json, rule => [("", rule)], cancellation);

    static async Task<(T? Value, IReadOnlyDictionary<string, string[]> Errors)> ReadAsync<T>(
        Stream json, Func<T, IEnumerable<(string Path, IFaultRule Rule)>> rulesOf, CancellationToken cancellation)
        where T : class
    {
        try
        {
            var value = await JsonSerializer.DeserializeAsync<T>(json, FaultJson.Options, cancellation);
            return value is null ? (null, Error("", "null is no plan.")) : (value, ErrorsOf(rulesOf(value)));
        }
        catch (JsonException error)
        {
            return (null, Error(error.Path?.TrimStart('$', '.') ?? "", error.Message));
        }
    }

    static Dictionary<string, string[]> ErrorsOf(IEnumerable<(string Path, IFaultRule Rule)> rules)
    {
        var errors = new Dictionary<string, string[]>();
        foreach (var (path, rule) in rules)
        {
            foreach (var (field, error) in rule.Errors().Concat(HowOften(rule)))
                errors[path + field] = [error];
        }

        return errors;
    }

    static IEnumerable<KeyValuePair<string, string>> HowOften(IFaultRule rule)
    {
        if (rule.Rate is < 0 or > 1)
            yield return new("rate", "0 to 1.");
        if (rule.Times < 1)
            yield return new("times", "1 or more.");
    }

    static Dictionary<string, string[]> Error(string path, string message) => new() { [path] = [message] };
}

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
