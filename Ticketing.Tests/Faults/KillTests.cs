namespace Ticketing.Tests.Faults;

/// <summary>Every part of the system dies by SIGKILL under a stream of bookings, all its processes at once, and comes back.</summary>
[Collection(FaultSuite.Crashes)]
[Trait("Category", "Faults")]
public sealed class KillTests(FaultStack stack)
{
    [Theory]
    [InlineData("api")]
    [InlineData("payments")]
    [InlineData("emails")]
    [InlineData("seat-holds")]
    [InlineData("sandbox")]
    [InlineData("rabbitmq")]
    [InlineData("redis")]
    [InlineData("postgres")]
    public Task Stream_WhenAPartIsKilled_LosesNothingAndDoesNothingTwice(string resource) =>
        Evening.RunAsync(stack, $"SIGKILL {resource}", _ => stack.KillAsync(resource));
}
