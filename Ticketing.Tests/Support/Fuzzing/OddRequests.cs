using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Ticketing.Tests.Support.Fuzzing;

/// <summary>A request to send once, and what is odd about it.</summary>
sealed record OddRequest(ApiOperation Operation, string What, string Path, IReadOnlyList<(string Name, string Value)> Headers, byte[]? Body, string? ContentType)
{
    public override string ToString() => $"{Operation.Verb} {(Path.Length > 150 ? Path[..150] : Path)} ({(What.Length > 120 ? What[..120] : What)})";

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(new HttpMethod(Operation.Verb), new Uri(Path, UriKind.Relative));
        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body);
            if (ContentType is not null)
                message.AddOdd("Content-Type", ContentType);
        }

        foreach (var (name, value) in Headers)
            message.AddOdd(name, value);
        return message;
    }
}

static class OddHeaders
{
    /// <summary>As no client of ours would write it. A header of the body is left out where there is no body.</summary>
    public static void AddOdd(this HttpRequestMessage message, string name, string value)
    {
        HttpHeaders? headers = name.StartsWith("Content-", StringComparison.Ordinal) ? message.Content?.Headers : message.Headers;
        value.IndexOfAny(['\r', '\n']).ShouldBe(-1);
#pragma warning disable RS0030 // That it is not valid is the point, and no line break makes a request of its own.
        headers?.TryAddWithoutValidation(name, value);
#pragma warning restore RS0030
    }
}

/// <summary>
/// Requests of an operation that differ in one thing each from one that the service understands: a parameter, a property of the body,
/// the whole body, its type or a header; every second one has an odd header besides, since much shows only in how a refusal is told.
/// Which of them are taken is drawn by the seed, so that a run can be repeated.
/// </summary>
sealed class OddRequests(ApiOperation operation, Func<string, JsonNode?> known)
{
    const string Json = "application/json";
    const string Mark = "@@odd@@";

    /// <summary>Read by endpoints that look at the query themselves, or by none.</summary>
    static readonly string[] UndeclaredQueries = ["min", "since", "page", "unknown"];

    public IReadOnlyList<OddRequest> Take(int most, int seed)
    {
        var (usual, rest, random) = (Usual(), All().ToArray(), new Random(seed));
        random.Shuffle(rest);
        return [usual, .. rest.Take(most - 1).Select((request, index) => index % 2 == 0 ? request : With(request, OddValues.Headers[random.Next(OddValues.Headers.Count)]))];
    }

    static OddRequest With(OddRequest request, (string Name, string Value) header) => request with
    {
        What = $"{request.What}; {header.Name}: {header.Value}",
        Headers = [.. request.Headers.Where(other => other.Name != header.Name), header],
    };

    OddRequest Usual() => new(operation, "as usual", PathWith(null, ""), HeadersWith(null, ""), Body(), Json);

    IEnumerable<OddRequest> All()
    {
        var usual = Usual();
        foreach (var parameter in operation.Parameters.Where(parameter => parameter.In != "header"))
        {
            foreach (var text in OddValues.InAddresses.Where(text => parameter.In == "query" || OddValues.IsPath(text)))
                yield return usual with { What = $"{parameter.Name}={text}", Path = PathWith(parameter.Name, text) };
        }

        foreach (var name in UndeclaredQueries)
        {
            foreach (var text in OddValues.InAddresses.Take(12))
                yield return usual with { What = $"?{name}={text}", Path = $"{usual.Path}{(usual.Path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={text}&{name}=2" };
        }

        foreach (var header in OddValues.Headers)
            yield return usual with { What = $"{header.Name}: {header.Value}", Headers = HeadersWith(header.Name, header.Value) };
        if (operation.Body is null)
        {
            yield return usual with { What = "a body that nobody asked for", Body = "{"u8.ToArray() };
            yield break;
        }

        foreach (var type in OddValues.ContentTypes)
            yield return usual with { What = $"Content-Type: {type}", ContentType = type };
        foreach (var body in OddValues.Bodies)
            yield return usual with { What = $"body {Encoding.UTF8.GetString(body)}", Body = body };
        foreach (var (what, text) in OddBodies())
            yield return usual with { What = what, Body = Encoding.UTF8.GetBytes(text) };
    }

    IEnumerable<(string What, string Text)> OddBodies()
    {
        var sample = Sample();
        if (sample is null)
            yield break;

        foreach (var place in PlacesIn(sample, []))
        {
            var name = string.Join('.', place);
            var marked = With(sample, place, Mark).ToJsonString();
            foreach (var value in OddValues.InBodies)
                yield return ($"{name}: {value}", marked.Replace($"\"{Mark}\"", value, StringComparison.Ordinal));
            yield return ($"without {name}", With(sample, place, null).ToJsonString());
            if (place[^1] is string property)
                yield return ($"{name} twice", sample.ToJsonString().Replace($"\"{property}\":", $"\"{property}\":[],\"{property}\":", StringComparison.Ordinal));
        }
    }

    string PathWith(string? odd, string value)
    {
        var path = operation.Path;
        var query = new List<string>();
        foreach (var parameter in operation.Parameters)
        {
            var text = parameter.Name == odd ? value : Uri.EscapeDataString(operation.Sample(parameter.Schema, parameter.Name, known)?.ToString() ?? "");
            if (parameter.In == "path")
                path = path.Replace($"{{{parameter.Name}}}", text, StringComparison.Ordinal);
            else if (parameter.In == "query")
                query.Add($"{parameter.Name}={text}");
        }

        return query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
    }

    List<(string Name, string Value)> HeadersWith(string? odd, string value)
    {
        var headers = new List<(string Name, string Value)>();
        foreach (var parameter in operation.Parameters.Where(parameter => parameter.In == "header" && parameter.Name != odd))
        {
            if (known(parameter.Name) is { } text)
                headers.Add((parameter.Name, text.ToString()));
        }

        if (odd is not null)
            headers.Add((odd, value));
        return headers;
    }

    JsonNode? Sample() => operation.Body is { } schema ? operation.Sample(schema, "", known) : null;

    byte[]? Body() => Sample() is { } sample ? Encoding.UTF8.GetBytes(sample.ToJsonString()) : null;

    static IEnumerable<object[]> PlacesIn(JsonNode? node, object[] place) => node switch
    {
        JsonObject properties => properties.SelectMany(property => PlacesIn(property.Value, [.. place, property.Key]).Prepend([.. place, property.Key])),
        JsonArray items => items.SelectMany((item, index) => PlacesIn(item, [.. place, index]).Prepend([.. place, index])),
        _ => [],
    };

    /// <param name="value">Null to leave it out.</param>
    static JsonNode With(JsonNode sample, object[] place, string? value)
    {
        var copy = sample.DeepClone();
        var parent = place[..^1].Aggregate(copy, (node, step) => step is int index ? node[index]! : node[(string)step]!);
        switch (parent, place[^1])
        {
            case (JsonObject properties, string name) when value is null:
                properties.Remove(name);
                break;
            case (JsonArray items, int index) when value is null:
                items.RemoveAt(index);
                break;
            case (JsonObject properties, string name):
                properties[name] = value;
                break;
            case (JsonArray items, int index):
                items[index] = value;
                break;
        }

        return copy;
    }
}
