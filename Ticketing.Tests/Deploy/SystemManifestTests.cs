using System.Text.Json;
using System.Text.RegularExpressions;

namespace Ticketing.Tests.Deploy;

public sealed class SystemManifestTests : IAsyncLifetime
{
    readonly string folder = Directory.CreateTempSubdirectory("ticketing-manifest-").FullName;
    JsonDocument? manifest;

    JsonElement Resources => manifest!.RootElement.GetProperty("resources");

    [Fact]
    public void Manifest_WhenPublished_DescribesProjectsAndParametersOnly()
    {
        var types = Resources.EnumerateObject().ToLookup(r => r.Value.GetProperty("type").GetString(), r => r.Name);

        types["project.v0"].ShouldBe(["migrations", "api", "seat-holds", "payments", "emails", "web"], ignoreOrder: true);
        types.Select(type => type.Key).ShouldBe(["project.v0", "parameter.v0"], ignoreOrder: true);
    }

    [Fact]
    public void Manifest_WhenPublished_HasNoSandbox() => manifest!.RootElement.GetRawText().ShouldNotContain("sandbox", Case.Insensitive);

    [Fact]
    public void Manifest_WhenPublished_HasNoSecretButFromOutside()
    {
        foreach (var name in (string[])["customer-key", "waiting-room-key", "payments-key", "webhook-key", "booking-link-key", "ticket-key", "ticket-list-key", "staff-key", "staff-other-key", "staff-password", "ticketing", "redis", "rabbitmq", "rabbitmq-management", "ticketing-api", "rabbitmq-api", "smtp"])
        {
            var input = Resources.GetProperty(name).GetProperty("inputs").GetProperty("value");
            input.GetProperty("secret").GetBoolean().ShouldBeTrue();
            input.TryGetProperty("default", out _).ShouldBeFalse($"{name} has a default");
        }

        var variables = from resource in Resources.EnumerateObject()
                        where resource.Value.TryGetProperty("env", out _)
                        from variable in resource.Value.GetProperty("env").EnumerateObject()
                        where variable.Name.Contains("Key") || variable.Name.Contains("Password") || variable.Name.StartsWith("ConnectionStrings", StringComparison.Ordinal)
                        select variable.Value.GetString();
        variables.ToList().ShouldNotBeEmpty();
        variables.ShouldAllBe(value => value!.StartsWith('{') && value.EndsWith('}'));
    }

    [Fact]
    public void Manifest_WhenPublished_LinksToThePublicAddress()
    {
        foreach (var name in (string[])["api", "emails", "web"])
            Environment(name)["PublicUrl"].ShouldBe("{public-url.value}");
    }

    [Fact]
    public void Manifest_WhenPublished_AsksWhichProxiesToTrust()
    {
        foreach (var name in (string[])["api", "seat-holds", "web"])
            Environment(name)["TrustedProxies__0"].ShouldBe("{trusted-proxies.value}");
    }

    [Theory]
    [InlineData("migrations", "ConnectionStrings__ticketing", "Staff__Password")]
    [InlineData(
        "api", "ConnectionStrings__ticketing", "ConnectionStrings__redis", "ConnectionStrings__rabbitmq", "Customers__Key",
        "Payments__Url", "Payments__Key", "Payments__WebhookKey", "BookingLinks__Key", "Tickets__ListKey", "Staff__SigningKey", "Staff__OtherSigningKey", "PublicUrl")]
    [InlineData(
        "seat-holds", "ConnectionStrings__ticketing", "ConnectionStrings__redis", "ConnectionStrings__rabbitmq", "Customers__Key", "WaitingRoom__Key")]
    [InlineData("payments", "ConnectionStrings__ticketing", "ConnectionStrings__rabbitmq", "Payments__Url", "Payments__Key", "Tickets__SigningKey")]
    [InlineData("emails", "ConnectionStrings__ticketing", "ConnectionStrings__rabbitmq", "ConnectionStrings__smtp", "BookingLinks__Key", "PublicUrl")]
    [InlineData("web", "ConnectionStrings__ticketing", "Customers__Key", "services__api__http__0", "services__seat-holds__http__0", "Payments__CheckoutOrigins__0", "PublicUrl")]
    public void Manifest_WhenPublished_SetsWhatEachProjectCannotStartWithout(string name, params string[] settings)
    {
        var environment = Environment(name);

        foreach (var setting in settings)
            environment.GetValueOrDefault(setting).ShouldNotBeNullOrEmpty(setting);
    }

    /// <summary>Whoever has this key makes tickets that every door lets in.</summary>
    [Fact]
    [Trait("Category", "Security")]
    [Trait("Asvs", "V6.4.1")]
    public void Manifest_WhenPublished_LetsNobodyButPaymentsMakeTickets()
    {
        var having = from resource in Resources.EnumerateObject()
                     where resource.Value.TryGetProperty("env", out _)
                     where Environment(resource.Name).Values.Any(value => value!.Contains("{ticket-key.value}", StringComparison.Ordinal))
                     select resource.Name;
        having.ShouldBe(["payments"]);
        Environment("api")["Tickets__ListKey"].ShouldBe("{ticket-list-key.value}");
    }

    [Fact]
    public void Manifest_WhenPublished_LetsOnlyTheSiteOut() =>
        (from resource in Resources.EnumerateObject()
         where resource.Value.TryGetProperty("bindings", out _)
         from binding in resource.Value.GetProperty("bindings").EnumerateObject()
         where binding.Value.TryGetProperty("external", out _)
         select $"{resource.Name}/{binding.Name}").ShouldBe(["web/http", "web/https"]);

    /// <summary>Aspirate gives a port to endpoints named http and https only.</summary>
    [Theory]
    [MemberData(nameof(AppModel.Services), MemberType = typeof(AppModel))]
    public void Manifest_WhenPublished_GivesHealthThePortThatProbesAsk(string name) =>
        Resources.GetProperty(name).GetProperty("bindings").GetProperty("management").GetProperty("targetPort").GetInt32().ShouldBe(8081);

    /// <summary>Aspirate drops a single character after a value's last reference, and fills in none in an argument.</summary>
    [Fact]
    public void Manifest_WhenPublished_HasNothingThatAspirateGetsWrong()
    {
        var projects = Resources.EnumerateObject().Where(resource => resource.Value.TryGetProperty("env", out _)).ToList();

        projects.SelectMany(project => Environment(project.Name).Values).ShouldAllBe(value => !Regex.IsMatch(value!, @"\}[^}]$"));
        (from project in projects
         where project.Value.TryGetProperty("args", out _)
         from argument in project.Value.GetProperty("args").EnumerateArray()
         select argument.GetString()).ShouldAllBe(argument => !argument!.Contains('{'));
    }

    Dictionary<string, string?> Environment(string name) =>
        Resources.GetProperty(name).GetProperty("env").EnumerateObject().ToDictionary(variable => variable.Name, variable => variable.Value.GetString());

    public async Task InitializeAsync()
    {
        var path = Path.Combine(folder, "manifest.json");
        await using (var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Ticketing_AppHost>(["--publisher", "manifest", "--output-path", path]))
        {
            await using var application = await builder.BuildAsync();
            await application.RunAsync();
        }

        manifest = JsonDocument.Parse(await File.ReadAllBytesAsync(path));
    }

    public Task DisposeAsync()
    {
        manifest?.Dispose();
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }
}
