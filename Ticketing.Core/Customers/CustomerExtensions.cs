using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
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
        builder.Services.AddAuthentication().AddJwtBearer(Scheme, _ => { });
        builder.Services.AddOptions<JwtBearerOptions>(Scheme).Configure<IOptions<CustomerOptions>, TimeProvider>(Configure);
        // ASP.NET Core Identity names a default scheme of its own, whichever of the two is added last.
        builder.Services.PostConfigure<AuthenticationOptions>(options => options.DefaultScheme = Scheme);
    }

    static void Configure(JwtBearerOptions options, IOptions<CustomerOptions> customers, TimeProvider clock)
    {
        options.MapInboundClaims = false;
        options.TokenHandlers.Clear();
        options.TokenHandlers.Add(new KnownTokens(clock));
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = CustomerTokens.Issuer,
            ValidAudience = CustomerTokens.Audience,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            IssuerSigningKey = customers.Value.SigningKey(),
            LifetimeValidator = (_, expires, _, _) => expires > clock.GetUtcNow().UtcDateTime,
            AuthenticationType = CustomerTokens.AuthenticationType,
            NameClaimType = CustomerClaims.Id,
            RoleClaimType = CustomerClaims.Role,
        };
        options.Events = new JwtBearerEvents
        {
            OnMessageReceived = context =>
            {
                // A client that names its token means that one, whatever cookie its browser adds.
                if (string.IsNullOrEmpty(context.Request.Headers.Authorization))
                {
                    context.Token = context.Request.Cookies[CustomerCookie.Name];
                }

                return Task.CompletedTask;
            },
            OnChallenge = context =>
            {
                context.HandleResponse();
                context.Response.Headers.WWWAuthenticate = JwtBearerDefaults.AuthenticationScheme;
                return Problem.OfStatus(StatusCodes.Status401Unauthorized).ExecuteAsync(context.HttpContext);
            },
            OnForbidden = context => Problem.OfStatus(StatusCodes.Status403Forbidden).ExecuteAsync(context.HttpContext),
        };
    }
}
