namespace Ticketing.Tests.Embedded;

public sealed class HandoverTests
{
    [Fact]
    public async Task Create_WhenTheEntryPointThrows_ThrowsThat()
    {
        var error = await Should.ThrowAsync<DistributedApplicationException>(() =>
            DistributedApplicationTestingBuilder.CreateAsync<Projects.Ticketing_AppHost>(["--operation", "nonsense"]));

        error.Message.ShouldContain("'nonsense'");
    }

    [Fact]
    public async Task Build_WhenTheTestBrokeTheModel_Throws()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Ticketing_AppHost>();
        var api = builder.Resources.Single(r => r.Name == "api");
        builder.Resources.Single(r => r.Name == "migrations").Annotations.Add(new WaitAnnotation(api, WaitType.WaitUntilHealthy));

        var error = await Should.ThrowAsync<DistributedApplicationException>(() => builder.BuildAsync());

        error.Message.ShouldContain("circle");
    }

    [Fact]
    public async Task EntryPoint_WhenTheTestIsOver_Ends()
    {
        var appHost = typeof(Projects.Ticketing_AppHost).Assembly;
        var handover = AppHostHandover.Begin(appHost, ["--KeepData=false"]);
        await handover.Builder;
        var application = await handover.BuildAsync();
        handover.Ended.IsCompleted.ShouldBeFalse();

        await application.DisposeAsync();

        await handover.Ended.WaitAsync(Eventually.Patience);
        Should.NotThrow(handover.ThrowIfFailed);
    }

    [Fact]
    public async Task Model_UnderTest_TakesTheAppHostsLaunchProfileAndTheTestsArguments()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Ticketing_AppHost>(["--Ticketing:Color=blue"]);

        builder.Environment.EnvironmentName.ShouldBe("Development");
        builder.Configuration["Ticketing:Color"].ShouldBe("blue");
        builder.AppHostDirectory.ShouldBe(Projects.Ticketing_AppHost.ProjectPath);
    }
}
