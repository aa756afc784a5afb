using System.ComponentModel.DataAnnotations;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Ticketing.Core.Accounts;
using Ticketing.Core.Database;
using Ticketing.Core.Problems;

namespace Ticketing.Core.Customers;

public static class CustomerExtensions
{
    /// <summary>The authentication scheme of customers' tokens, which is the default one.</summary>
    public const string Scheme = "Customer";

    /// <summary>
    /// Adds authentication by a customer's token (<c>Authorization: Bearer</c>, else the cookie), authorization and
    /// <see cref="CustomerTokens"/>. The host does not start without a good <c>Customers:Key</c>.
    /// </summary>
    public static void AddCustomers(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<CustomerOptions>().BindConfiguration("Customers").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(services => new CustomerTokens(
            services.GetRequiredService<IOptions<CustomerOptions>>(), services.GetRequiredService<TimeProvider>()));

        builder.Services.AddProblemDetails();
        builder.Services.AddAuthorization();
        builder.Services.AddSingleton<EndedSessions>();
        builder.Services.AddSingleton<KnownCustomers>();
        builder.Services.AddTransient<CustomerAuthentication>();
        builder.Services.AddAuthentication(options => options.AddScheme<CustomerAuthentication>(Scheme, displayName: null));
        // ASP.NET Core Identity names a default scheme of its own, whichever of the two is added last.
        builder.Services.PostConfigure<AuthenticationOptions>(options => options.DefaultScheme = Scheme);
    }

    /// <summary>Lets a service that has the database hear within about a second of members' sessions that have ended.</summary>
    public static void AddEndedSessions(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddHostedService<EndedSessionsReader>();
    }

    /// <summary>Lets a service that has the database note when members' sessions were used last.</summary>
    public static void AddSessionUses(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<SessionUses>();
        builder.AddPeriodicWorker("Noting uses of sessions", SessionUses.Interval, services => services.GetRequiredService<SessionUses>().WriteAsync);
    }
}

/// <summary>The section <c>Customers</c>.</summary>
sealed class CustomerOptions : IValidatableObject
{
    const int MinimumKeyBytes = 32;

    /// <summary>Signs and verifies customers' tokens, alike in every service; at least 32 bytes in UTF-8.</summary>
    public string Key { get; init; } = "";

    public SymmetricSecurityKey SigningKey() => new(Encoding.UTF8.GetBytes(Key));

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Encoding.UTF8.GetByteCount(Key) < MinimumKeyBytes)
        {
            yield return new ValidationResult($"Customers:Key must have at least {MinimumKeyBytes} bytes.");
        }
    }
}

/// <summary>
/// Tells who a request is from by the token in <c>Authorization: Bearer</c>, else in the cookie. Written for the crowd: ASP.NET Core's
/// handler for bearer tokens costs as much as holding seats does, mostly for what customers' tokens do not have.
/// </summary>
sealed class CustomerAuthentication(KnownCustomers customers) : IAuthenticationHandler
{
    HttpContext http = null!;

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        http = context;
        return Task.CompletedTask;
    }

    public Task<AuthenticateResult> AuthenticateAsync() =>
        http.Request.CustomerToken() is { Length: > 0 } token ? customers.AuthenticateAsync(token) : Task.FromResult(AuthenticateResult.NoResult());

    public Task ChallengeAsync(AuthenticationProperties? properties)
    {
        http.Response.Headers.WWWAuthenticate = CustomerRequest.Bearer;
        return Problem.OfStatus(StatusCodes.Status401Unauthorized).ExecuteAsync(http);
    }

    public Task ForbidAsync(AuthenticationProperties? properties) => Problem.OfStatus(StatusCodes.Status403Forbidden).ExecuteAsync(http);
}
