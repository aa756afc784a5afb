namespace Ticketing.Tests.Faults;

/// <summary>The outside world misbehaves under a stream of bookings: every fault that the sandbox can give, then all of them together.</summary>
[Collection(FaultSuite.Misbehaviour)]
[Trait("Category", "Faults")]
public sealed class SandboxFaultTests(FaultStack stack)
{
    /// <summary>Customers whose ways end while the fault lasts.</summary>
    const int Met = 8;

    [Theory]
    [InlineData("slow", """{ "fault": "delay", "delay": "00:00:00.7" }""")]
    [InlineData("500 before anything", """{ "fault": "errorBefore", "rate": 0.5 }""")]
    [InlineData("500 after the checkout", """{ "fault": "errorAfter", "verbs": ["create"], "rate": 0.7 }""")]
    [InlineData("500 after the capture", """{ "fault": "errorAfter", "verbs": ["capture"] }""")]
    [InlineData("silent before the capture", """{ "fault": "timeoutBefore", "verbs": ["capture"], "delay": "00:00:01", "rate": 0.7 }""")]
    [InlineData("silent after the capture", """{ "fault": "timeoutAfter", "verbs": ["capture"], "delay": "00:00:01" }""")]
    [InlineData("capture refused", """{ "fault": "refuse", "verbs": ["capture"] }""")]
    [InlineData("key revoked", """{ "fault": "revokedKey", "times": 20 }""")]
    [InlineData("cards declined", """{ "fault": "decline", "rate": 0.5 }""")]
    [InlineData("webhooks twice", """{ "fault": "webhookDuplicate", "copies": 3 }""")]
    [InlineData("webhooks late", """{ "fault": "webhookLate", "delay": "00:00:03" }""")]
    [InlineData("webhooks out of order", """{ "fault": "webhookReordered", "delay": "00:00:02" }""")]
    [InlineData("webhooks lost", """{ "fault": "webhookLost" }""")]
    [InlineData("webhooks wrongly signed", """{ "fault": "webhookWrongSignature" }""")]
    public Task Stream_WhenTheProviderMisbehaves_LosesNothingAndDoesNothingTwice(string fault, string rule) =>
        RunAsync($"provider: {fault}", "/faults", rule);

    [Theory]
    [InlineData("4xx after the text", """{ "fault": "reply", "at": "end", "reply": "451 4.3.0 Try again later", "times": 6 }""")]
    [InlineData("4xx at connect", """{ "fault": "reply", "at": "connect", "reply": "421 4.3.2 Busy", "times": 6 }""")]
    [InlineData("slow", """{ "fault": "slow", "at": "data", "delay": "00:00:02" }""")]
    [InlineData("dropped in the text", """{ "fault": "drop", "at": "text", "times": 6 }""")]
    [InlineData("dropped after the text, not kept", """{ "fault": "drop", "at": "end", "times": 6 }""")]
    [InlineData("dropped after the text, kept", """{ "fault": "drop", "at": "kept", "times": 3 }""")]
    public Task Stream_WhenTheMailServerMisbehaves_LosesNothingAndDoesNothingTwice(string fault, string rule) =>
        RunAsync($"mail server: {fault}", "/inbox/faults", rule);

    [Fact]
    public Task Stream_WhenTheProviderDoesItAll_LosesNothingAndDoesNothingTwice() => RunAsync("provider: all of it", "/faults", """
        { "fault": "delay", "delay": "00:00:00.3", "rate": 0.3 },
        { "fault": "errorBefore", "rate": 0.1 },
        { "fault": "errorAfter", "rate": 0.1 },
        { "fault": "timeoutAfter", "rate": 0.1, "delay": "00:00:01" },
        { "fault": "refuse", "verbs": ["capture"], "rate": 0.1 },
        { "fault": "decline", "rate": 0.1 },
        { "fault": "webhookLost", "rate": 0.3 },
        { "fault": "webhookDuplicate", "copies": 2, "rate": 0.3 },
        { "fault": "webhookLate", "delay": "00:00:02", "rate": 0.3 },
        { "fault": "webhookWrongSignature", "rate": 0.1 }
        """);

    Task RunAsync(string what, string path, string rules) => Evening.RunAsync(stack, what, async evening =>
    {
        await stack.PutFaultsAsync(path, $$"""{ "seed": 7, "rules": [{{rules}}] }""");
        await evening.EndsAsync(Met);
        await stack.PutFaultsAsync(path, """{ "rules": [] }""");
    });
}
