namespace Ticketing.Tests.Embedded.Running;

[Trait("Category", "Embedded")]
public sealed class CompletionTests
{
    [Fact]
    public async Task Completion_WhenItSucceeds_LetsTheOthersStartAndDoesNotRunAgain()
    {
        await using var stack = await RunningStack.StartAsync(builder =>
        {
            var schema = builder.AddResource(new ScriptResource("schema", "echo done"));
            builder.AddResource(new ScriptResource("service", "exec sleep 60")).WaitForCompletion(schema);
        });

        await stack.UntilHealthyAsync("service");

        var schema = await stack.UntilAsync("schema", _ => true);
        schema.State!.Text.ShouldBe(KnownResourceStates.Finished);
        schema.ExitCode.ShouldBe(0);
        schema.Restarts.ShouldBe(0);
        stack.Runner("schema").IsRunning.ShouldBeFalse();
    }

    [Fact]
    public async Task Completion_WhenItFails_FailsThoseWhoWaitAndSaysWhy()
    {
        await using var stack = await RunningStack.StartAsync(builder =>
        {
            var schema = builder.AddResource(new ScriptResource("schema", "exit 3"));
            var service = builder.AddResource(new ScriptResource("service", "exec sleep 60")).WaitForCompletion(schema);
            builder.AddResource(new ScriptResource("front", "exec sleep 60")).WaitFor(service);
        });

        await stack.UntilAsync("service", snapshot => snapshot.State!.Text == KnownResourceStates.FailedToStart);
        await stack.UntilAsync("front", snapshot => snapshot.State!.Text == KnownResourceStates.FailedToStart);

        await stack.UntilLogSaysAsync("service", "'schema', which it waits for, ended with exit code 3");
        await stack.UntilLogSaysAsync("front", "'service', which it waits for, failed to start");
        (await stack.UntilAsync("schema", _ => true)).State!.Text.ShouldBe(KnownResourceStates.Finished);
    }
}
