using CliWrap;
using CliWrap.Buffered;

namespace Ticketing.Tests.Deploy;

public sealed class ManifestRendererTests : IDisposable
{
    static readonly string Program = Path.Combine(AppContext.BaseDirectory, "ManifestRenderer.dll");

    /// <summary>An AppHost's folder, with templates that show what they are given.</summary>
    readonly string folder = Directory.CreateTempSubdirectory("manifest-renderer-").FullName;

    public ManifestRendererTests()
    {
        Write("aspirate.json", """{ "TemplatePath": "templates" }""");
        Write("templates/deployment.hbs", "{{{name}}} {{{containerImage}}}{{#each args}} {{{this}}}{{/each}}{{#if hasAnySecrets}} and secrets{{/if}}");
        Write("templates/service.hbs", "{{#each ports}}{{{name}}}:{{{internalPort}}} {{/each}}");
        Write("templates/kustomization.hbs", "{{#each env}}{{{@key}}}={{{this}}}\n{{/each}}{{#each manifests}}{{{this}}} {{/each}}");
        Write("shop.csproj", "<Project><PropertyGroup><ContainerRepository>Cinema/Shop</ContainerRepository></PropertyGroup></Project>");
        Write("bare.csproj", "<Project />");
    }

    [Fact]
    public async Task Render_WhenAProjectNamesItsImage_TakesThatNameAndTheTag()
    {
        await RenderAsync("""
            "shop": { "type": "project.v0", "path": "shop.csproj", "args": ["sell", "tickets"] },
            "bare": { "type": "project.v0", "path": "bare.csproj" }
            """, "-ct", "base");

        Rendered("shop/deployment.yaml").ShouldBe("shop cinema/shop:base sell tickets");
        Rendered("bare/deployment.yaml").ShouldBe("bare bare:base");
        Rendered("kustomization.yaml").ShouldBe("shop bare ");
    }

    [Fact]
    public async Task Render_WhenAValueRefersToOthers_HasTheirs()
    {
        await RenderAsync("""
            "colour": { "type": "parameter.v0", "value": "{colour.inputs.value}" },
            "api": { "type": "project.v0", "path": "bare.csproj", "bindings": { "http": {}, "https": {}, "management": { "targetPort": 8081 } } },
            "web": { "type": "project.v0", "path": "bare.csproj", "env": {
              "Api": "{api.bindings.http.url}/films/", "Secure": "{api.bindings.https.url}", "Colour": "very {colour.value}!", "Port": "{api.bindings.management.targetPort}" } }
            """, "-pa", "colour=red=ish");

        Rendered("api/service.yaml").ShouldBe("http:8080 https:8443 management:8081 ");
        Rendered("web/kustomization.yaml").ShouldBe("Api=http://api:8080/films/\nColour=very red=ish!\nPort=8081\ndeployment.yaml service.yaml ");
    }

    [Fact]
    public async Task Render_WhenAValueIsAConnectionString_KeepsItOutOfWhatEverybodyReads()
    {
        await RenderAsync("""
            "database": { "type": "parameter.v0" },
            "api": { "type": "project.v0", "path": "bare.csproj", "env": { "ConnectionStrings__database": "{database.value}", "Plain": "yes" } }
            """, "-pa", "database=Password=secret");

        Rendered("api/kustomization.yaml").ShouldStartWith("Plain=yes\ndeployment.yaml");
        Rendered("api/deployment.yaml").ShouldEndWith(" and secrets");
    }

    /// <summary>Aspirate would leave them as they are, and end well.</summary>
    [Theory]
    [InlineData("{nobody.value}", "nobody.value")]
    [InlineData("{api.bindings.smtp.url}", "api has no endpoint smtp")]
    [InlineData("{api.bindings.management.url}", "api.bindings.management.url is not known")]
    [InlineData("{api.colour}", "api.colour")]
    public async Task Render_WhenAReferenceLeadsNowhere_NamesIt(string value, string named) =>
        (await FailAsync($$"""
            "api": { "type": "project.v0", "path": "bare.csproj", "bindings": { "management": { "targetPort": 8081 } }, "env": { "Value": "{{value}}" } }
            """)).ShouldContain(named);

    [Theory]
    [InlineData("container.v0")]
    [InlineData("annotated.string")]
    [InlineData("executable.v0")]
    public async Task Render_WhenAResourceIsOfAnotherType_NamesIt(string type) =>
        (await FailAsync($$"""  "cache": { "type": "{{type}}" }  """)).ShouldContain($"cache is a {type}");

    [Fact]
    public async Task Render_WhenAParameterHasNoValue_NamesIt() =>
        (await FailAsync("""  "colour": { "type": "parameter.v0" }  """)).ShouldContain("-pa colour=");

    [Theory]
    [InlineData("The manifest has no parameter taste", "-pa", "taste=sweet")]
    [InlineData("--skip-final", "--skip-final")]
    [InlineData("compose", "--output-format", "compose")]
    [InlineData("-ct lacks its value", "-ct")]
    public async Task Render_WhenItIsToldWhatItDoesNotKnow_SaysSo(string said, params string[] options) =>
        (await FailAsync("""  "bare": { "type": "project.v0", "path": "bare.csproj" }  """, options)).ShouldContain(said);

    Task<string> RenderAsync(string resources, params string[] options) => RunAsync(resources, options, exitCode: 0);

    Task<string> FailAsync(string resources, params string[] options) => RunAsync(resources, options, exitCode: 1);

    async Task<string> RunAsync(string resources, string[] options, int exitCode)
    {
        Write("manifest.json", $$"""{ "resources": { {{resources}} } }""");
        var ended = await Cli.Wrap("dotnet")
            .WithArguments([Program, "generate", "--non-interactive", "-m", "manifest.json", "-o", "rendered", .. options])
            .WithWorkingDirectory(folder).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        ended.ExitCode.ShouldBe(exitCode, ended.StandardError);
        return ended.StandardError;
    }

    string Rendered(string file) => File.ReadAllText(Path.Combine(folder, "rendered", file));

    void Write(string file, string text)
    {
        var path = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
