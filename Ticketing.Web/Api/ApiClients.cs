using Ticketing.ServiceDefaults;
using Ticketing.Web.Catalogue;
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
        builder.Services.AddHttpClient<BookingClient>(http => http.BaseAddress = Api).AddResilience("payments", "cancellation").AddHttpMessageHandler<CustomerForwarding>();
        builder.Services.AddHttpClient<StaffClient>(http => http.BaseAddress = Api).AddResilience("sign-in", "authenticator", "password", "sessions", "revocation").AddHttpMessageHandler<CustomerForwarding>();
        builder.Services.AddHttpClient<WaitingRoomClient>(http => http.BaseAddress = SeatHolds).AddResilience();
        builder.Services.AddHttpClient<HoldClient>(http => http.BaseAddress = SeatHolds).AddResilience("layout").AddHttpMessageHandler<CustomerForwarding>();
    }
}
