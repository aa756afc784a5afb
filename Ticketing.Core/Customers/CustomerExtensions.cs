using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Ticketing.Core.Accounts;

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
        builder.Services.AddHostedService(services => services.GetRequiredService<SessionUses>());
    }
}
