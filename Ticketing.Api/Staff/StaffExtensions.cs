using Microsoft.AspNetCore.Authorization;

namespace Ticketing.Api.Staff;

static class StaffExtensions
{
    /// <summary>The authentication scheme of staff's tokens. Who is known by another one is nobody to staff's endpoints.</summary>
    public const string Scheme = "Staff";

    public static void AddStaff(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<StaffOptions>().BindConfiguration("Staff").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<StaffKeys>();
        builder.Services.AddSingleton<StaffTokens>();
        builder.Services.AddScoped<StaffSessions>();
        builder.Services.AddScoped<Authenticators>();
        builder.Services.AddTransient<StaffAuthentication>();
        builder.Services.AddAuthentication(options => options.AddScheme<StaffAuthentication>(Scheme, displayName: null));
    }

    /// <summary>Reads the keys, so that a host without good ones does not start.</summary>
    public static void UseStaff(this WebApplication app) => app.Services.GetRequiredService<StaffKeys>();

    /// <summary>For staff; for an admin only with a second factor.</summary>
    public static TBuilder RequireStaff<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.Require(member => member.MayWork);

    /// <summary>For staff with a second factor, e.g. where money moves.</summary>
    public static TBuilder RequireSecondFactor<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.Require(member => member.SecondFactor);

    /// <summary>For admins, always with a second factor.</summary>
    public static TBuilder RequireAdmin<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.Require(member => member is { SecondFactor: true, IsAdmin: true });

    /// <summary>For whoever has signed in as staff, an admin without a second factor too: to get one, or to go.</summary>
    public static TBuilder RequireStaffSession<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.Require(_ => true);

    static TBuilder Require<TBuilder>(this TBuilder endpoint, Func<StaffMember, bool> allowed) where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(new AuthorizationPolicyBuilder(Scheme)
            .RequireAuthenticatedUser()
            .RequireAssertion(context => StaffMember.Of(context.User) is { } member && allowed(member))
            .Build());
}
