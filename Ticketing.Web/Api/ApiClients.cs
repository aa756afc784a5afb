using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ticketing.ServiceDefaults;
using Ticketing.Web.Catalogue;
using Ticketing.Web.Customers;
using Ticketing.Web.Pages.Account;
using Ticketing.Web.Pages.Bookings;
using Ticketing.Web.Pages.Checkout;
using Ticketing.Web.Pages.Staff;
using Ticketing.Web.Pages.Waiting;

namespace Ticketing.Web.Api;

/// <summary>The services that pages are made from.</summary>
static class ApiClients
{
    static readonly Uri Api = new("http://api");
    static readonly Uri SeatHolds = new("http://seat-holds");

    public static void AddApiClients(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddTransient<CustomerForwarding>();
        builder.Services.AddHybridCache();
        builder.Services.AddScoped<CatalogueReader>();
        builder.AddSignInLimits();

        builder.Services.AddHttpClient<CatalogueClient>(http => http.BaseAddress = Api).AddResilience();
        builder.Services.AddHttpClient<AccountClient>(http => http.BaseAddress = Api).AddResilience("login", "password", "sessions", "revocation").AddHttpMessageHandler<CustomerForwarding>();
        builder.Services.AddHttpClient<ByMailClient>(http => http.BaseAddress = Api).AddResilience("registrations", "confirmations", "password-resets", "passwords").AddHttpMessageHandler<CustomerForwarding>();
        builder.Services.AddHttpClient<BookingClient>(http => http.BaseAddress = Api).AddResilience("payments", "cancellation", "mails").AddHttpMessageHandler<CustomerForwarding>();
        builder.Services.AddHttpClient<StaffClient>(http => http.BaseAddress = Api).AddResilience("sign-in", "authenticator", "password", "sessions", "revocation").AddHttpMessageHandler<CustomerForwarding>();
        builder.Services.AddHttpClient<WaitingRoomClient>(http => http.BaseAddress = SeatHolds).AddResilience();
        builder.Services.AddHttpClient<PlaceClient>(http => http.BaseAddress = SeatHolds).AddResilience("places", "pass").AddHttpMessageHandler<CustomerForwarding>();
        builder.Services.AddHttpClient<HoldClient>(http => http.BaseAddress = SeatHolds).AddResilience("layout", "seats", "holds").AddHttpMessageHandler<CustomerForwarding>();
    }
}

/// <summary>Calls services in the name of the customer whose page is being made.</summary>
sealed class CustomerForwarding(IHttpContextAccessor accessor) : DelegatingHandler
{
    const int LongestAgent = 1000;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (accessor.HttpContext is { } context)
        {
            if (GuestCustomers.TokenOf(context) is { } token && request.Headers.Authorization is null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

            // Rate limits count clients, not this server.
            if (context.Connection.RemoteIpAddress is { } address)
                request.Headers.Add("X-Forwarded-For", address.ToString());

            // Members know their sessions by it. Headers of ours are ASCII, and what is no product's name is left out; so is one that would make
            // our request longer than services read.
            var agent = context.Request.Headers.UserAgent.ToString();
            if (agent.Length is > 0 and <= LongestAgent && agent.All(letter => letter is >= ' ' and <= '~'))
                request.Headers.UserAgent.TryParseAdd(agent);
        }

        return base.SendAsync(request, cancellationToken);
    }
}

/// <summary>JSON as our services write it.</summary>
static class ApiJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
