namespace Ticketing.Tests.Deploy;

public sealed class SettingsTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    [InlineData("dr")]
    public void Manifests_WhenTheySetSomething_SetWhatTheServiceReads(string environment) =>
        (from service in Settings.Services
         from variable in Settings.InTheOpen(service, environment).Keys.Concat(Settings.Secret(service))
         where !SettingReaders.IsRead(service, variable)
         select $"{service}: {variable}").ShouldBeEmpty();

    [Fact]
    public void Reader_OfASettingThatNobodyHas_IsNotFound() => SettingReaders.IsRead("api", "Payments__Urll").ShouldBeFalse();

    /// <summary>All else that a service reads has a default.</summary>
    [Theory]
    [InlineData("api")]
    [InlineData("seat-holds")]
    [InlineData("payments")]
    [InlineData("emails")]
    [InlineData("web")]
    public async Task Service_WithNothingButWhatProdSets_BecomesReady(string service)
    {
        var environment = await ProdEnvironmentAsync(service);
        var process = new ServiceProcess(SettingReaders.ProjectOf(service), "/health", environment) { Arguments = service is "payments" or "emails" ? [service] : [] };
        await using var _ = process;
        environment["MANAGEMENT_PORT"] = $"{process.Address.Port}";

        await process.StartAsync("Production");
    }

    [Theory]
    [InlineData("api", "Payments__WebhookKey")]
    [InlineData("seat-holds", "WaitingRoom__Key")]
    [InlineData("payments", "Tickets__SigningKey")]
    [InlineData("emails", "PublicUrl")]
    [InlineData("web", "Customers__Key")]
    public async Task Service_WithoutASettingThatProdSets_DoesNotStart(string service, string missing)
    {
        var environment = await ProdEnvironmentAsync(service);
        environment.Remove(missing).ShouldBeTrue();
        var process = new ServiceProcess(SettingReaders.ProjectOf(service), "/health", environment) { Arguments = service is "payments" or "emails" ? [service] : [] };
        await using var _ = process;

        (await process.RunAsync("Production")).ExitCode.ShouldNotBe(0);
    }

    /// <summary>What prod sets in the open, with secrets and ports of this machine's.</summary>
    async Task<Dictionary<string, string?>> ProdEnvironmentAsync(string service)
    {
        var environment = new Dictionary<string, string?>();
        foreach (var (name, value) in Settings.InTheOpen(service, "prod"))
            environment[name] = value;
        foreach (var name in Settings.Secret(service))
            environment[name] = await SecretAsync(name);
        environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{FreePort.Find()}";
        return environment;
    }

    async Task<string> SecretAsync(string variable) => variable switch
    {
        "ConnectionStrings__ticketing" => await app.GivenDatabaseAsync(),
        "ConnectionStrings__redis" => await TicketingApp.GivenRedisAsync(),
        "ConnectionStrings__rabbitmq" => await app.GivenVirtualHostAsync(),
        "ConnectionStrings__smtp" => await app.ConnectionStringAsync("smtp"),
        "Tickets__SigningKey" => await app.SecretAsync("ticket-key"),
        _ => new string('x', 44),
    };
}
