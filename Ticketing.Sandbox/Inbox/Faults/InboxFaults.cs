using Ticketing.Sandbox.Faults;

namespace Ticketing.Sandbox.Inbox.Faults;

/// <summary>Lets the faults that are switched on strike.</summary>
sealed class InboxFaults(FaultBoard<InboxFault> board, TimeProvider time)
{
    /// <summary>The reply to give in place of the usual one; null where the mail goes on.</summary>
    /// <exception cref="IOException">The connection is to be dropped.</exception>
    public async Task<string?> StrikeAsync(SmtpMoment moment, IReadOnlyList<string> recipients, CancellationToken cancellation)
    {
        var struck = board.Draw(rule => rule.At == moment && rule.IsAbout(recipients), rule => rule.Fault != InboxFaultKind.Slow);
        foreach (var fault in struck)
        {
            switch (fault.Fault)
            {
                case InboxFaultKind.Slow:
                    await Task.Delay(fault.Delay!.Value, time, cancellation);
                    break;
                case InboxFaultKind.Drop:
                    throw new IOException($"A fault is switched on: the connection is dropped at {moment}.");
                case InboxFaultKind.Reply:
                    return fault.Reply;
            }
        }

        return null;
    }
}
