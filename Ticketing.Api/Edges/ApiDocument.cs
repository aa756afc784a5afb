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

static class ApiJson
{
    public static void AddApiJson(this IHostApplicationBuilder builder) =>
        builder.Services.ConfigureHttpJsonOptions(http =>
        {
            ContractJson.Apply(http.SerializerOptions);
            // Identity's own endpoints take it for granted: a null where a text has to be is the client's mistake.
            http.SerializerOptions.RespectNullableAnnotations = true;
        });
}
