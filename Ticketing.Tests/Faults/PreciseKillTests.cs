using Ticketing.Core.Faults;

namespace Ticketing.Tests.Faults;

/// <summary>A process dies between an effect and its record, the one moment at which a crash can lose something or do it twice.</summary>
[Collection(FaultSuite.Crashes)]
[Trait("Category", "Faults")]
public sealed class PreciseKillTests(FaultStack stack)
{
    [Theory]
    [InlineData("api", FaultPoint.BookingBeforeCommit)]
    [InlineData("api", FaultPoint.BookingAfterCommit)]
    [InlineData("api", FaultPoint.PublishAfterConfirm)]
    [InlineData("payments", FaultPoint.SettleBeforeCommit)]
    [InlineData("payments", FaultPoint.SettleAfterCommit)]
    [InlineData("payments", FaultPoint.CaptureBefore)]
    [InlineData("payments", FaultPoint.CaptureAfter)]
    [InlineData("payments", FaultPoint.PublishAfterConfirm)]
    [InlineData("payments", FaultPoint.AckBefore)]
    [InlineData("emails", FaultPoint.MailBefore)]
    [InlineData("emails", FaultPoint.MailAfter)]
    [InlineData("emails", FaultPoint.AckBefore)]
    [InlineData("seat-holds", FaultPoint.AckBefore)]
    public Task Stream_WhenAProcessDiesAtAPoint_LosesNothingAndDoesNothingTwice(string resource, string point) =>
        Evening.RunAsync(stack, $"{resource} at {point}", _ => stack.KillAtAsync(resource, point));
}
