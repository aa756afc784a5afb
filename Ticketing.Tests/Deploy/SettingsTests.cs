using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Reflection;
using OtpNet;

namespace Ticketing.Tests.Deploy;

public sealed class SettingsTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    static readonly Dictionary<string, string?> Nowhere = new()
    {
        ["ConnectionStrings__ticketing"] = "Host=127.0.0.1;Port=1",
        ["ConnectionStrings__redis"] = "127.0.0.1:1",
        ["ConnectionStrings__rabbitmq"] = "amqp://127.0.0.1:1",
    };

    static Task<Dictionary<string, string?>>? ready;

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
    [MemberData(nameof(AppModel.Services), MemberType = typeof(AppModel))]
    public async Task Service_WithNothingButWhatProdSets_BecomesReady(string service)
    {
        var environment = await ProdEnvironmentAsync(service, await LazyInitializer.EnsureInitialized(ref ready, GivenServersAsync));
        await using var process = GivenProcess(service, environment);

        await process.StartAsync("Production");
    }

    [Theory]
    [InlineData("api", "Payments__WebhookKey")]
    [InlineData("api", "DataProtection__Certificate")]
    [InlineData("api", "Tickets__ListKey")]
    [InlineData("api", "Staff__SigningKey")]
    [InlineData("seat-holds", "WaitingRoom__Key")]
    [InlineData("payments", "Tickets__SigningKey")]
    [InlineData("emails", "PublicUrl")]
    [InlineData("web", "Customers__Key")]
    [InlineData("web", "Payments__CheckoutOrigins__0")]
    [InlineData("web", "Seller__NameKo")]
    [InlineData("web", "Seller__RegistrationNumber")]
    [InlineData("web", "PublicUrl")]
    public async Task Service_WithoutASettingThatProdSets_DoesNotStart(string service, string missing)
    {
        var environment = await ProdEnvironmentAsync(service, Nowhere);
        environment.Remove(missing).ShouldBeTrue();

        var failure = await Should.ThrowAsync<Exception>(() => RunHereAsync(service, environment).WaitAsync(Eventually.Patience));

        failure.Message.ShouldContain(missing.Split("__").Last(name => !char.IsDigit(name[0])));
    }

    /// <summary>As <c>docs/bootstrap.md</c> has it.</summary>
    [Fact]
    public async Task Staff_WhenProductionIsNew_SignInAndChangeTheFirstPassword()
    {
        var migrations = await ProdEnvironmentAsync("migrations");
        var first = new { email = migrations["Staff__Email"], password = migrations["Staff__Password"]! };
        var own = first with { password = "what nobody else knows" };
        await using var migrate = GivenProcess("migrations", migrations);
        var (exitCode, output) = await migrate.RunAsync("Production");
        exitCode.ShouldBe(0, output);
        output.ShouldContain("of Staff:Email, one");
        output.ShouldNotContain(first.email!);
        output.ShouldNotContain(first.password);
        var environment = await ProdEnvironmentAsync("api", new()
        {
            ["ConnectionStrings__ticketing"] = migrations["ConnectionStrings__ticketing_api"],
            ["ConnectionStrings__rabbitmq"] = migrations["ConnectionStrings__rabbitmq_api"],
        });
        await using var process = GivenProcess("api", environment);
        await process.StartAsync("Production");
        using var api = new HttpClient { BaseAddress = new Uri(environment["ASPNETCORE_URLS"]!) };
        api.DefaultRequestHeaders.Host = "api";

        var session = await CustomerClient.ReadAsync<Session>(await api.PostAsJsonAsync("/api/accounts/login", first));
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", session.Token);
        using (var changed = await api.PostAsJsonAsync("/api/accounts/password", new { oldPassword = first.password, newPassword = own.password }))
            changed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var admin = await CustomerClient.ReadAsync<Session>(await api.PostAsJsonAsync("/api/staff/sign-in", own));
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", admin.Token);
        var authenticator = await CustomerClient.ReadAsync<Authenticator>(await api.PostAsJsonAsync("/api/staff/authenticator", new { own.password }));
        var code = new Totp(Base32Encoding.ToBytes(authenticator.Key)).ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime);
        var enrolled = await CustomerClient.ReadAsync<Enrolled>(await api.PostAsJsonAsync("/api/staff/authenticator/confirmation", new { code }));
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", enrolled.Session.Token);
        using (var staffs = await api.GetAsync("/api/staff/waiting-rooms"))
            staffs.StatusCode.ShouldBe(HttpStatusCode.OK);

        // The next release, with the secret emptied.
        migrations["Staff__Password"] = "";
        (await migrate.RunAsync("Production")).ExitCode.ShouldBe(0);
        using (var refused = await api.PostAsJsonAsync("/api/accounts/login", first))
            refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using (var accepted = await api.PostAsJsonAsync("/api/accounts/login", own))
            accepted.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Migrations_WhenProductionIsNewAndHasNoFirstPassword_FailAndNameIt()
    {
        var environment = await ProdEnvironmentAsync("migrations");
        environment["Staff__Password"] = "";
        await using var process = GivenProcess("migrations", environment);

        var (exitCode, output) = await process.RunAsync("Production");

        exitCode.ShouldBe(1);
        output.ShouldContain("Staff:Password");
    }

    static ServiceProcess GivenProcess(string service, Dictionary<string, string?> environment)
    {
        var project = SettingReaders.ProjectOf(service);
        var process = new ServiceProcess(project, "/health", environment) { Arguments = project == "Ticketing.Workers" ? [service] : [] };
        environment["MANAGEMENT_PORT"] = $"{process.Address.Port}";
        return process;
    }

    /// <summary>The service's program in this process: what it lacks it says before it listens or asks a server.</summary>
    static Task RunHereAsync(string service, IReadOnlyDictionary<string, string?> environment)
    {
        var project = SettingReaders.ProjectOf(service);
        string[] arguments =
        [
            .. project == "Ticketing.Workers" ? [service] : (string[])[],
            "--environment=Production", $"--applicationName={project}",
            .. environment.Select(setting => $"--{setting.Key.Replace("__", ":", StringComparison.Ordinal)}={setting.Value}"),
        ];
        return Task.Run(() => { Assembly.Load(project).EntryPoint!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [arguments], null); });
    }

    /// <summary>What prod sets in the open, with secrets and ports of this machine's.</summary>
    /// <param name="servers">Where they are, if not new ones.</param>
    async Task<Dictionary<string, string?>> ProdEnvironmentAsync(string service, Dictionary<string, string?>? servers = null)
    {
        var environment = new Dictionary<string, string?>();
        foreach (var (name, value) in Settings.InTheOpen(service, "prod"))
            environment[name] = value;
        foreach (var name in Settings.Secret(service))
            environment[name] = servers?.GetValueOrDefault(name) ?? await SecretAsync(name);
        if (service == "migrations")
            await AddAccountsAsync(environment);
        environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{FreePort.Find()}";
        return environment;
    }

    /// <summary>Users of this database and this virtual host alone: the servers keep them for all that they have.</summary>
    async Task AddAccountsAsync(Dictionary<string, string?> environment)
    {
        foreach (var (name, value) in GivenAccounts.Of(environment["ConnectionStrings__ticketing"]!))
            environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        foreach (var name in environment.Keys.Where(name => name.StartsWith("ConnectionStrings__rabbitmq_", StringComparison.Ordinal)).ToList())
            environment[name] = new UriBuilder(environment["ConnectionStrings__rabbitmq"]!) { UserName = $"user-{Guid.NewGuid():N}", Password = $"{Guid.NewGuid():N}" }.Uri.ToString();
        environment["ConnectionStrings__rabbitmq_management"] = await app.ConnectionStringAsync("rabbitmq-management");
        environment.Remove("ConnectionStrings__rabbitmq_web");
    }

    /// <summary>For services that only have to become ready: one after the other on the same ones.</summary>
    async Task<Dictionary<string, string?>> GivenServersAsync()
    {
        var servers = new Dictionary<string, string?>();
        foreach (var name in Nowhere.Keys)
            servers[name] = await SecretAsync(name);
        return servers;
    }

    async Task<string> SecretAsync(string variable) => variable switch
    {
        "ConnectionStrings__ticketing" => await app.GivenDatabaseAsync(),
        "ConnectionStrings__redis" => await TicketingApp.GivenRedisAsync(),
        "ConnectionStrings__rabbitmq" => await app.GivenVirtualHostAsync(),
        "ConnectionStrings__smtp" => await app.ConnectionStringAsync("smtp"),
        "Tickets__SigningKey" => await app.SecretAsync("ticket-key"),
        "Tickets__ListKey" => await app.SecretAsync("ticket-list-key"),
        "Staff__SigningKey" => await app.SecretAsync("staff-key"),
        "Staff__OtherSigningKey" => await app.SecretAsync("staff-other-key"),
        "DataProtection__Certificate" => await app.SecretAsync("data-protection-certificate"),
        "Staff__Email" => "boss@cinema.example",
        "Staff__Password" => "what the secret begins with",
        _ => new string('x', 44),
    };

    sealed record Session(string Token);

    sealed record Authenticator(string Key);

    sealed record Enrolled(Session Session);
}
