using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("Ticketing.Tests.Support.Stack.StackTestFramework", "Ticketing.Tests")]

namespace Ticketing.Tests.Support.Stack;

/// <summary>
/// Stops the shared stack and browser after the last test, since xunit 2 has no fixture as wide as the assembly, and says with a failed
/// test where the logs are.
/// </summary>
public sealed class StackTestFramework : XunitTestFramework
{
    public StackTestFramework(IMessageSink sink)
        : base(sink) => DisposalTracker.Add(new StackStop());

    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    sealed class StackStop : IDisposable
    {
        public void Dispose() => Task.Run(() => Task.WhenAll(Chromium.StopAsync(), TicketingApp.StopStackAsync())).Wait(TimeSpan.FromSeconds(60));
    }

    sealed class Executor(AssemblyName assembly, ISourceInformationProvider sources, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(assembly, sources, diagnostics)
    {
        protected override void RunTestCases(IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions) =>
            base.RunTestCases(testCases, new NamingLogs(executionMessageSink), executionOptions);
    }

    sealed class NamingLogs(IMessageSink inner) : LongLivedMarshalByRefObject, IMessageSink
    {
        public bool OnMessage(IMessageSinkMessage message) => inner.OnMessage(
            message is ITestFailed failed && StackLogs.Note is { Length: > 0 } note
                ? new TestFailed(
                    failed.Test, failed.ExecutionTime, failed.Output, failed.ExceptionTypes, [$"{failed.Messages[0]}\n{note}", .. failed.Messages[1..]],
                    failed.StackTraces, failed.ExceptionParentIndices)
                : message);
    }
}
