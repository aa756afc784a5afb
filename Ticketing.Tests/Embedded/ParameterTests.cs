using System.Runtime.Versioning;

namespace Ticketing.Tests.Embedded;

[SupportedOSPlatform("linux")]
public sealed class ParameterTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("ticketing-parameters-").FullName;

    string Kept => Path.Combine(folder, ".embedded", "parameters.json");

    [Fact]
    public async Task Value_WhenConfigured_IsThat()
    {
        var builder = Models.Create(["--Parameters:api-key=from outside"]);

        (await ValueAsync(builder.AddParameter("api-key", new GenerateParameterDefault(), secret: true))).ShouldBe("from outside");
    }

    [Fact]
    public async Task Value_WhenConfiguredWithUnderscores_IsThat()
    {
        var builder = Models.Create(["--Parameters:api_key=from outside"]);

        (await ValueAsync(builder.AddParameter("api-key"))).ShouldBe("from outside");
    }

    [Fact]
    public async Task Value_WhenMissing_NamesTheKey()
    {
        var parameter = Models.Create().AddParameter("api-key");

        var error = await Should.ThrowAsync<MissingParameterValueException>(async () => await ValueAsync(parameter));
        error.Message.ShouldContain("Parameters:api-key");
        error.Message.ShouldContain("Parameters__api_key");
    }

    [Fact]
    public async Task GeneratedValue_WhenPersisted_OutlivesTheRun()
    {
        var first = await ValueAsync(Run().AddParameter("key", new GenerateParameterDefault(), secret: true, persist: true));

        (await ValueAsync(Run().AddParameter("key", new GenerateParameterDefault(), secret: true, persist: true))).ShouldBe(first);
        (await ValueAsync(Run().AddParameter("other", new GenerateParameterDefault(), secret: true, persist: true))).ShouldNotBe(first);
        File.GetUnixFileMode(Kept).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFiles(Path.GetDirectoryName(Kept)!).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task GeneratedValue_WhenNotPersisted_IsNewEachRun()
    {
        var first = await ValueAsync(Run().AddParameter("key", new GenerateParameterDefault()));

        (await ValueAsync(Run().AddParameter("key", new GenerateParameterDefault()))).ShouldNotBe(first);
        File.Exists(Kept).ShouldBeFalse();
    }

    [Fact]
    public async Task GeneratedValue_UnderTest_LeavesNoFile()
    {
        var builder = Models.Create(directory: folder, isUnderTest: true);

        await ValueAsync(builder.AddParameter("key", new GenerateParameterDefault(), persist: true));

        File.Exists(Kept).ShouldBeFalse();
    }

    [Fact]
    public async Task ServerPasswords_OutliveTheRun()
    {
        var first = await Run().AddPostgres("postgres").Resource.PasswordParameter.GetValueAsync(CancellationToken.None);

        (await Run().AddPostgres("postgres").Resource.PasswordParameter.GetValueAsync(CancellationToken.None)).ShouldBe(first);
    }

    [Fact]
    public async Task KeptValues_WhenUnreadable_AreNotReplaced()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Kept)!);
        await File.WriteAllTextAsync(Kept, "{ half");

        var error = await Should.ThrowAsync<DistributedApplicationException>(async () => await ValueAsync(Run().AddParameter("key", new GenerateParameterDefault(), persist: true)));

        error.Message.ShouldContain(Kept);
        (await File.ReadAllTextAsync(Kept)).ShouldBe("{ half");
    }

    [Fact]
    public void GeneratedDefault_WithMinima_HasThem()
    {
        var value = new GenerateParameterDefault { MinLength = 16, MinLower = 2, MinUpper = 2, MinNumeric = 2, MinSpecial = 2 }.GetDefaultValue();

        value.Length.ShouldBe(16);
        value.Count(char.IsAsciiLetterLower).ShouldBeGreaterThanOrEqualTo(2);
        value.Count(char.IsAsciiLetterUpper).ShouldBeGreaterThanOrEqualTo(2);
        value.Count(char.IsAsciiDigit).ShouldBeGreaterThanOrEqualTo(2);
        value.Count(c => !char.IsAsciiLetterOrDigit(c)).ShouldBeGreaterThanOrEqualTo(2);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    DistributedApplicationBuilder Run() => Models.Create(directory: folder, isUnderTest: false);

    static ValueTask<string?> ValueAsync(IResourceBuilder<ParameterResource> parameter) => parameter.Resource.GetValueAsync(CancellationToken.None);
}
