namespace Ticketing.Tests.Embedded;

public sealed class ProjectEnvironmentTests
{
    [Fact]
    public async Task Project_WhenStarted_ListensOnItsOwnPortsAndIsCalledOnTheSharedOnes()
    {
        var builder = Models.Create();
        var web = builder.AddProject<Projects.Web>("web").WithHttpEndpoint(name: "management", env: "MANAGEMENT_PORT");
        var caller = builder.AddProject<Projects.Web>("caller", launchProfileName: null).WithReference(web);

        var own = (await builder.ResolveAsync(web.Resource, port: 5000, ownPort: 6000)).Environment;
        own["ASPNETCORE_URLS"].ShouldBe("http://localhost:6000");
        own["MANAGEMENT_PORT"].ShouldBe("6000");
        own["ASPNETCORE_ENVIRONMENT"].ShouldBe("Development");
        own["DOTNET_LAUNCH_PROFILE"].ShouldBe("http");
        own["OTEL_SERVICE_NAME"].ShouldBe("web");
        own["OTEL_RESOURCE_ATTRIBUTES"].ShouldBe("service.instance.id=web-1");

        var others = (await builder.ResolveAsync(caller.Resource, port: 5000)).Environment;
        others["services__web__http__0"].ShouldBe("http://localhost:5000");
        others["WEB_HTTP"].ShouldBe("http://localhost:5000");
        others.Keys.ShouldNotContain("ASPNETCORE_URLS");
    }

    [Fact]
    public async Task Project_WhenItsVariableIsSetInTheModel_KeepsThatOverTheLaunchProfile()
    {
        var builder = Models.Create();
        var web = builder.AddProject<Projects.Web>("web").WithEnvironment("ASPNETCORE_ENVIRONMENT", "Staging");

        (await builder.ResolveAsync(web.Resource)).Environment["ASPNETCORE_ENVIRONMENT"].ShouldBe("Staging");
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("http://localhost:18890", true)]
    public async Task Telemetry_WhenTheDashboardTakesIt_IsSentThere(string? collector, bool sent)
    {
        var builder = Models.Create();
        builder.Configuration["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = collector;
        var web = builder.AddProject<Projects.Web>("web");

        var environment = (await builder.ResolveAsync(web.Resource)).Environment;

        environment.GetValueOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT").ShouldBe(collector);
        environment.ContainsKey("OTEL_EXPORTER_OTLP_PROTOCOL").ShouldBe(sent);
    }

    [Fact]
    public async Task Servers_WhenReferred_AreToldAsConnectionStringAndInParts()
    {
        var builder = Models.Create(["--Parameters:redis-password=p/1", "--Parameters:mq-password=p/2", "--Parameters:postgres-password=p/3"]);
        var web = builder.AddProject<Projects.Web>("web")
            .WithReference(builder.AddRedis("redis"))
            .WithReference(builder.AddRabbitMQ("mq"))
            .WithReference(builder.AddPostgres("postgres").AddDatabase("app-db"));

        var environment = (await builder.ResolveAsync(web.Resource, port: 5000)).Environment;

        environment["ConnectionStrings__redis"].ShouldBe("localhost:5000,password=p/1");
        environment["REDIS_URI"].ShouldBe("redis://:p%2F1@localhost:5000");
        environment["ConnectionStrings__mq"].ShouldBe("amqp://guest:p%2F2@localhost:5000");
        environment["MQ_PASSWORD"].ShouldBe("p/2");
        environment["ConnectionStrings__app-db"].ShouldBe("Host=localhost;Port=5000;Username=postgres;Password=p/3;Database=app-db");
        environment["APP_DB_JDBCCONNECTIONSTRING"].ShouldBe("jdbc:postgresql://localhost:5000/app-db");
    }

    [Fact]
    public void LaunchProfile_WhenUnknown_IsNamed() =>
        Should.Throw<DistributedApplicationException>(() => Models.Create().AddProject<Projects.Web>("web", "nowhere")).Message.ShouldContain("'nowhere'");
}
