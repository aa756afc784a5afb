using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("Ticketing.Tests.StackTestFramework", "Ticketing.Tests")]

namespace Ticketing.Tests;

/// <summary>Stops the shared stack after the last test; xunit 2 has no fixture as wide as the assembly.</summary>
public sealed class StackTestFramework : XunitTestFramework
{
    public StackTestFramework(IMessageSink sink)
        : base(sink) => DisposalTracker.Add(new StackStop());

    sealed class StackStop : IDisposable
    {
        public void Dispose() => Task.Run(async () => await TicketingApp.StopStackAsync()).Wait(TimeSpan.FromSeconds(60));
    }
}
