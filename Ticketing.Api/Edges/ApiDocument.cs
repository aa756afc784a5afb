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
