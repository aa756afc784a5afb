namespace Ticketing.Tests.AppHost;

public sealed class AppModelTests(AppModel model) : IClassFixture<AppModel>
{
    [Fact]
    public void Model_WhenRun_HoldsTheWholeSystem()
    {
        model.Resources.OfType<ProjectResource>().Select(p => p.Name)
            .ShouldBe(["sandbox", "migrations", "api", "seat-holds", "payments", "emails", "web"], ignoreOrder: true);
        model.Resources.ShouldContain(r => r is PostgresServerResource && r.Name == "postgres");
        model.Resources.ShouldContain(r => r is PostgresDatabaseResource && r.Name == "ticketing");
        model.Resources.ShouldContain(r => r is RedisResource && r.Name == "redis");
        model.Resources.ShouldContain(r => r is RabbitMQServerResource && r.Name == "rabbitmq");
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
    [InlineData("api")]
    [InlineData("seat-holds")]
    [InlineData("payments")]
    [InlineData("emails")]
    [InlineData("web")]
    public void Service_WhenRun_WaitsForTheMigrationsToEnd(string name) => Waits(name, WaitType.WaitForCompletion).ShouldBe(["migrations"]);

    [Theory]
    [InlineData("migrations", new[] { "postgres", "ticketing" })]
    [InlineData("api", new[] { "redis", "rabbitmq" })]
    [InlineData("seat-holds", new[] { "redis", "rabbitmq" })]
    [InlineData("payments", new[] { "rabbitmq" })]
    [InlineData("emails", new[] { "rabbitmq", "smtp" })]
    [InlineData("web", new[] { "api", "seat-holds" })]
    public void Project_WhenRun_WaitsForWhatItNeeds(string name, string[] needed) =>
        Waits(name, WaitType.WaitUntilHealthy).ShouldBe(needed, ignoreOrder: true);

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
        environment["Sandbox__LedgerPath"].ShouldNotBeNull().ShouldStartWith(Path.GetTempPath());
    }

    IEnumerable<string> Waits(string name, WaitType type) =>
        model.Project(name).Annotations.OfType<WaitAnnotation>().Where(w => w.WaitType == type).Select(w => w.Resource.Name).Distinct();
}
