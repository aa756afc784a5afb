using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Ticketing.Tests.Embedded.Manifest;

public sealed partial class ManifestTests
{
    [Fact]
    public async Task Manifest_OfTheSample_IsWhatAspireWrote()
    {
        var written = await Models.PublishAsync(SampleAppHost.Describe);

        var expected = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Embedded", "Manifest", "manifest.json"));
        VolumeHash().Replace(written, "apphost-HASH-").ShouldBe(VolumeHash().Replace(expected, "apphost-HASH-"));
    }

    [Fact]
    public async Task Project_WithSeveralEndpoints_IsToldThePortsThatHaveNoVariable()
    {
        var resources = await ResourcesAsync(builder => builder.AddProject<Projects.Web>("web")
            .WithHttpEndpoint(name: "second")
            .WithHttpEndpoint(name: "management", env: "MANAGEMENT_PORT")
            .WithEndpoint(name: "smtp", scheme: "tcp", env: "SMTP_PORT"));

        var web = resources["web"]!;
        web["env"]!["HTTP_PORTS"]!.ToString().ShouldBe("{web.bindings.http.targetPort};{web.bindings.second.targetPort}");
        web["env"]!["MANAGEMENT_PORT"]!.ToString().ShouldBe("{web.bindings.management.targetPort}");
        web["env"]!["SMTP_PORT"]!.ToString().ShouldBe("{web.bindings.smtp.targetPort}");
        web["bindings"]!["http"]!["targetPort"].ShouldBeNull();
        web["bindings"]!["second"]!["targetPort"]!.GetValue<int>().ShouldBe(8000);
        web["bindings"]!["management"]!["targetPort"]!.GetValue<int>().ShouldBe(8001);
        web["bindings"]!["smtp"]!["targetPort"]!.GetValue<int>().ShouldBe(8002);
    }

    [Fact]
    public async Task ExcludedEndpoint_WhenReferred_IsLeftOutUnlessNamed()
    {
        var resources = await ResourcesAsync(builder =>
        {
            var web = builder.AddProject<Projects.Web>("web")
                .WithHttpEndpoint(name: "management")
                .WithEndpoint("management", e => e.ExcludeReferenceEndpoint = true);
            builder.AddProject<Projects.Web>("all", launchProfileName: null).WithReference(web);
            builder.AddProject<Projects.Web>("named", launchProfileName: null).WithReference(web.GetEndpoint("management"));
        });

        resources["all"]!["env"]!.AsObject().Select(v => v.Key).ShouldNotContain("services__web__management__0");
        resources["named"]!["env"]!.AsObject().Select(v => v.Key)
            .ShouldBe(["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "WEB_MANAGEMENT", "services__web__management__0"]);
    }

    [Fact]
    public async Task ConnectionStrings_FromOutsideAndMadeUp_ArePlaceholders()
    {
        var resources = await ResourcesAsync(builder =>
        {
            var web = builder.AddProject<Projects.Web>("web");
            builder.AddConnectionString("outside");
            builder.AddConnectionString("inside", ReferenceExpression.Create($"web={web.GetEndpoint("http")};{{braces}}"));
        });

        resources["outside"]!.ToJsonString().ShouldBe(
            """{"type":"parameter.v0","connectionString":"{outside.value}","value":"{outside.inputs.value}","inputs":{"value":{"type":"string","secret":true}}}""");
        resources["inside"]!.ToJsonString().ShouldBe("""{"type":"value.v0","connectionString":"web={web.bindings.http.url};{braces}"}""");
    }

    [Fact]
    public async Task RabbitMQ_WithManagement_HasItsImageAndEndpoint()
    {
        var resources = await ResourcesAsync(builder => builder.AddRabbitMQ("mq").WithManagementPlugin());

        resources["mq"]!["image"]!.ToString().ShouldBe("docker.io/library/rabbitmq:4.3-management");
        resources["mq"]!["bindings"]!["management"]!.ToJsonString()
            .ShouldBe("""{"scheme":"http","protocol":"tcp","transport":"http","targetPort":15672}""");
    }

    [Fact]
    public async Task Parameter_WithGeneratedDefault_SaysHow()
    {
        var resources = await ResourcesAsync(builder =>
            builder.AddParameter("key", new GenerateParameterDefault { MinLength = 16, Special = false, MinNumeric = 2 }, secret: true, persist: true));

        resources["key"]!["inputs"]!["value"]!["default"]!.ToJsonString()
            .ShouldBe("""{"generate":{"minLength":16,"special":false,"minNumeric":2}}""");
    }

    static async Task<JsonObject> ResourcesAsync(Action<IDistributedApplicationBuilder> describe) =>
        JsonNode.Parse(await Models.PublishAsync(describe))!["resources"]!.AsObject();

    [GeneratedRegex("apphost-[0-9a-f]{10}-")]
    private static partial Regex VolumeHash();
}
