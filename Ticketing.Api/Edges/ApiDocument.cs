using System.Text.Json;
using System.Text.Json.Serialization;
using Scalar.AspNetCore;

namespace Ticketing.Api.Edges;

/// <summary>The OpenAPI document and, in development, a page to read it and try it out.</summary>
static class ApiDocument
{
    const string Path = "/api/openapi.json";

    public static void AddApiDocument(this IHostApplicationBuilder builder) => builder.Services.AddOpenApi();

    public static void MapApiDocument(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
            return;

        app.MapOpenApi(Path);
        app.MapScalarApiReference("/api/docs", page => page.WithTitle("Ticketing").WithOpenApiRoutePattern(Path));
    }
}

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
