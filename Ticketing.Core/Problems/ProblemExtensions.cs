using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Net.Http.Headers;
using Npgsql;
using Ticketing.Core.Requests;
using Ticketing.Core.Security;
using BadHttpRequestException = Microsoft.AspNetCore.Http.BadHttpRequestException;

namespace Ticketing.Core.Problems;

public static class ProblemExtensions
{
    /// <summary>In bytes. The largest booking is a few kilobytes.</summary>
    public const long MaximumBodySize = 64 * 1024;

    /// <summary>
    /// Gives every error answer a problem document with a <c>code</c>, records those that are security events, and bounds the size of
    /// request bodies.
    /// </summary>
    public static void AddProblems(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
        {
            var problem = context.ProblemDetails;
            problem.Extensions.TryAdd("code", problem is HttpValidationProblemDetails
                ? ProblemCodes.ValidationFailed
                : ProblemCodes.OfStatus(problem.Status ?? context.HttpContext.Response.StatusCode));
            context.HttpContext.SetRefusalReason($"{problem.Extensions["code"]}");
        });
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<SecurityEvents>();
        // The first of all startup filters is the outermost, outside of the filter of hosts.
        builder.Services.Insert(0, ServiceDescriptor.Transient<IStartupFilter, RefusalEvents>());
        // Else a malformed request is an unhandled exception in Development only, and is logged as if it were our error.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
        builder.Services.Configure<KestrelServerOptions>(options => options.Limits.MaxRequestBodySize = MaximumBodySize);
    }

    /// <summary>Call it before every middleware whose errors it shall describe.</summary>
    public static void UseProblems(this IApplicationBuilder app)
    {
        app.Use((http, next) =>
        {
            // Errors are problem documents, whatever is asked for: the framework would leave them out for who takes pages or pictures only.
            http.Request.Headers.Remove(HeaderNames.Accept);
            return next(http);
        });
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = exception => exception switch
            {
                BadHttpRequestException bad => bad.StatusCode,
                _ when IsTextThatCannotBeStored(exception) => StatusCodes.Status400BadRequest,
                _ => StatusCodes.Status500InternalServerError,
            },
        });
        app.UseStatusCodePages();
        app.UseBodyCharsets();
    }

    /// <summary>PostgreSQL's text holds every character but NUL, which JSON and query strings may hold.</summary>
    static bool IsTextThatCannotBeStored(Exception exception) => exception.GetBaseException() is PostgresException
    {
        SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter,
    };
}
