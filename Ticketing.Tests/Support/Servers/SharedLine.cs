namespace Ticketing.Tests.Support.Servers;

/// <summary>A web app of the test's own whose calls to the system's api and seat-holds go over recorded lines.</summary>
sealed class SharedLine : IAsyncDisposable
{
    readonly ServiceProcess web;

    SharedLine(ServiceProcess web, RecordingLine api, RecordingLine seatHolds) => (this.web, Api, SeatHolds) = (web, api, seatHolds);

    public RecordingLine Api { get; }

    public RecordingLine SeatHolds { get; }

    public CookieBrowser Browser() => new(web.Address);

    public Uri Address => web.Address;

    public static async Task<SharedLine> StartAsync(TicketingApp app)
    {
        var (api, seatHolds) = (new RecordingLine(app.Address("api")), new RecordingLine(app.Address("seat-holds")));
        var web = new ServiceProcess("Ticketing.Web", "/", new Dictionary<string, string?>
        {
            ["ConnectionStrings__ticketing"] = await app.ConnectionStringAsync("ticketing"),
            ["Customers__Key"] = await app.SecretAsync("customer-key"),
            ["Payments__CheckoutOrigins__0"] = "https://checkout.example",
            ["PublicUrl"] = "https://tickets.example",
            ["DataProtection__Certificate"] = await app.SecretAsync("data-protection-certificate"),
            ["services__api__http__0"] = api.Address.ToString(),
        })
        {
            // Not as a variable: the shell that starts it loses those with a hyphen in their names.
            Arguments = [$"--services:seat-holds:http:0={seatHolds.Address}"],
        };
        await web.StartAsync();
        return new SharedLine(web, api, seatHolds);
    }

    public async ValueTask DisposeAsync()
    {
        await web.DisposeAsync();
        await Api.DisposeAsync();
        await SeatHolds.DisposeAsync();
    }
}
