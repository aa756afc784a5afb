using Ticketing.AppHost.Servers;

namespace Ticketing.Tests.AppHost;

public sealed class AppModelTests(AppModel model) : IClassFixture<AppModel>
{
    [Fact]
    public void Model_WhenRun_HoldsTheWholeSystem()
    {
        model.Resources.OfType<ProjectResource>().Select(p => p.Name)
            .ShouldBe(["sandbox", "migrations", "api", "seat-holds", "payments", "emails", "web"], ignoreOrder: true);
        ((string[])["postgres", "ticketing", "redis", "rabbitmq"]).ShouldBeSubsetOf(model.Resources.Select(resource => resource.Name));
    }

    [Theory]
    [InlineData(false, typeof(PostgresProcess), typeof(Ticketing.AppHost.Servers.RedisProcess), typeof(RabbitMqProcess))]
    [InlineData(true, typeof(PostgresServerResource), typeof(RedisResource), typeof(RabbitMQServerResource))]
    public async Task Servers_WhenContainersAreChosenOrNot_AreWhatWasChosen(bool containers, params Type[] types)
    {
        await using var chosen = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Ticketing_AppHost>([$"--Servers:Containers={containers}"]);

        foreach (var type in types)
            chosen.Resources.ShouldContain(resource => resource.GetType() == type);
    }

    [Theory]
    [InlineData("api", 2)]
    [InlineData("seat-holds", 2)]
    [InlineData("payments", 1)]
    [InlineData("emails", 1)]
    [InlineData("web", 1)]
    public void Project_WhenRun_HasItsReplicas(string name, int replicas) =>
        (model.Project(name).Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1).ShouldBe(replicas);

    [Theory]
    [InlineData("migrations")]
    [InlineData("payments")]
    [InlineData("emails")]
    public async Task Worker_WhenRun_IsToldItsRole(string role) => (await model.ArgumentsAsync(role)).ShouldBe([role]);

    [Theory]
    [MemberData(nameof(AppModel.Services), MemberType = typeof(AppModel))]
    public void Service_WhenRun_WaitsForTheMigrationsToEnd(string name) => Waits(name, WaitType.WaitForCompletion).ShouldBe(["migrations"]);

    [Theory]
    [InlineData("migrations", new[] { "ticketing" })]
    [InlineData("api", new[] { "redis", "rabbitmq" })]
    [InlineData("seat-holds", new[] { "redis", "rabbitmq" })]
    [InlineData("payments", new[] { "rabbitmq" })]
    [InlineData("emails", new[] { "rabbitmq", "smtp" })]
    [InlineData("web", new[] { "api", "seat-holds" })]
    public void Project_WhenRun_WaitsForWhatItNeeds(string name, string[] needed) =>
        // A database in a container stands for its server too.
        Waits(name, WaitType.WaitUntilHealthy).Except(["postgres"]).ShouldBe(needed, ignoreOrder: true);

    [Fact]
    public void Endpoints_WhenRun_LetOnlyTheSiteOut() =>
        (from project in model.Resources.OfType<ProjectResource>()
         from endpoint in project.Annotations.OfType<EndpointAnnotation>()
         where endpoint.IsExternal
         select $"{project.Name}/{endpoint.Name}").ShouldBe(["web/http"]);

    [Theory]
    [InlineData("sandbox")]
    [InlineData("api")]
    [InlineData("seat-holds")]
    [InlineData("payments")]
    [InlineData("emails")]
    [InlineData("web")]
    public async Task Health_WhenRun_HasAnEndpointOfItsOwn(string name)
    {
        var management = model.Project(name).Annotations.OfType<EndpointAnnotation>().Single(e => e.Name == "management");
        management.ExcludeReferenceEndpoint.ShouldBeTrue();
        model.Project(name).Annotations.OfType<HealthCheckAnnotation>().ShouldHaveSingleItem().Key.ShouldContain("management");
        (await model.EnvironmentAsync(name))["MANAGEMENT_PORT"].ShouldBe($"{{{name}.bindings.management.targetPort}}");
    }

    [Fact]
    public async Task Api_WhenRun_IsToldWhatItUses()
    {
        var environment = await model.EnvironmentAsync("api");

        environment["ConnectionStrings__ticketing"].ShouldBe("{ticketing-api.connectionString}");
        environment["ConnectionStrings__redis"].ShouldBe("{redis.connectionString}");
        environment["ConnectionStrings__rabbitmq"].ShouldBe("{rabbitmq-api.connectionString}");
        environment["Customers__Key"].ShouldBe("{customer-key.value}");
        environment["Payments__Url"].ShouldBe("http://sandbox");
        environment["services__sandbox__http__0"].ShouldBe("{sandbox.bindings.http.url}");
        environment["PublicUrl"].ShouldBe("{web.bindings.http.url}");
        environment["ASPNETCORE_ENVIRONMENT"].ShouldBe("Development");
        environment["ASPNETCORE_URLS"].ShouldBe("{api.bindings.http.scheme}://localhost:{api.bindings.http.targetPort}");
    }

    [Theory]
    [InlineData("api")]
    [InlineData("seat-holds")]
    [InlineData("web")]
    public async Task Service_WhenRun_TrustsProxiesOnThisMachine(string name)
    {
        var environment = await model.EnvironmentAsync(name);

        environment["TrustedProxies__0"].ShouldBe("127.0.0.0/8");
        environment["TrustedProxies__1"].ShouldBe("::1/128");
    }

    [Fact]
    public async Task Payments_WhenRun_NeedNoRedis() =>
        (await model.EnvironmentAsync("payments")).Keys.ShouldNotContain(name => name.Contains("redis", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public async Task Web_WhenRun_FindsTheServicesByNameButNotTheirHealth()
    {
        var environment = await model.EnvironmentAsync("web");

        environment["services__api__http__0"].ShouldBe("{api.bindings.http.url}");
        environment["services__seat-holds__http__0"].ShouldBe("{seat-holds.bindings.http.url}");
        environment.Keys.ShouldNotContain(name => name.StartsWith("services__") && name.Contains("management"));
    }

    [Fact]
    public async Task Sandbox_WhenRun_IsToldWhereToReport()
    {
        var environment = await model.EnvironmentAsync("sandbox");

        environment["Sandbox__WebhookUrl"].ShouldBe("{api.bindings.http.url}/api/payments/webhook");
        environment["SMTP_PORT"].ShouldBe("{sandbox.bindings.smtp.targetPort}");
        environment["Sandbox__LedgerPath"].ShouldNotBeNull().ShouldStartWith("/var/tmp/");
    }

    IEnumerable<string> Waits(string name, WaitType type) =>
        model.Project(name).Annotations.OfType<WaitAnnotation>().Where(w => w.WaitType == type).Select(w => w.Resource.Name).Distinct();
}
