namespace Ticketing.Tests.Faults;

/// <summary>
/// A service's clock jumps by minutes under a stream of bookings whose payment window is seconds, and jumps back. Sales may stop
/// meanwhile; nobody pays without a ticket.
/// </summary>
[Collection(FaultSuite.Misbehaviour)]
[Trait("Category", "Faults")]
public sealed class ClockTests(FaultStack stack)
{
    [Theory]
    [InlineData("payments", 3)]
    [InlineData("payments", -3)]
    [InlineData("api", 3)]
    [InlineData("api", -3)]
    public Task Stream_WhenAClockJumpsAndComesBack_LosesNothingAndDoesNothingTwice(string resource, int minutes) =>
        Evening.RunAsync(stack, $"clock of {resource} {minutes:+0;-0} min", async evening =>
        {
            await stack.SetClockAsync(resource, TimeSpan.FromMinutes(minutes));
            await evening.EndsAsync(12);
            await stack.SetClockAsync(resource, TimeSpan.Zero);
        });
}
