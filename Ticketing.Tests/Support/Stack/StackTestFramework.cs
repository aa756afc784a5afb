using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("Ticketing.Tests.Support.Stack.StackTestFramework", "Ticketing.Tests")]

namespace Ticketing.Tests.Support.Stack;

/// <summary>
/// Runs the fault suites after all other tests, stops the shared stack and browser when nobody needs them any more, since xunit 2 has no
/// fixture as wide as the assembly, and says with a failed test where the logs are.
/// </summary>
public sealed class StackTestFramework : XunitTestFramework
{
    static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(60);
    static readonly Lazy<Task> Stopped = new(() => Task.Run(() => Task.WhenAll(Chromium.StopAsync(), TicketingApp.StopStackAsync())));

    public StackTestFramework(IMessageSink sink)
        : base(sink) => DisposalTracker.Add(new StackStop());

    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    sealed class StackStop : IDisposable
    {
        public void Dispose() => Stopped.Value.Wait(StopsWithin);
    }

    sealed class Executor(AssemblyName assembly, ISourceInformationProvider sources, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(assembly, sources, diagnostics)
    {
        // xunit 2 wants no task: it learns of the end through the sink.
        protected override async void RunTestCases(IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions)
        {
            using var runner = new Runner(TestAssembly, testCases, DiagnosticMessageSink, new NamingLogs(executionMessageSink), executionOptions);
            await runner.RunAsync();
        }
    }

    sealed class Runner(
        ITestAssembly assembly, IEnumerable<IXunitTestCase> testCases, IMessageSink diagnostics, IMessageSink execution, ITestFrameworkExecutionOptions options)
        : XunitTestAssemblyRunner(assembly, testCases, diagnostics, execution, options)
    {
        protected override async Task<RunSummary> RunTestCollectionsAsync(IMessageBus messageBus, CancellationTokenSource cancellationTokenSource)
        {
            var summary = new RunSummary();
            var faults = TestCases.ToLookup(test => FaultSuite.Names.Contains(test.TestMethod.TestClass.TestCollection.DisplayName));
            foreach (var part in (IXunitTestCase[][])[[.. faults[false]], [.. faults[true]]])
            {
                TestCases = part;
                if (part.Length > 0)
                    summary.Aggregate(await base.RunTestCollectionsAsync(messageBus, cancellationTokenSource));
                // What does not stop is told of at the end, and keeps no test from running.
                await Task.WhenAny(Stopped.Value, Task.Delay(StopsWithin));
            }

            return summary;
        }
    }

    sealed class NamingLogs(IMessageSink inner) : LongLivedMarshalByRefObject, IMessageSink
    {
        public bool OnMessage(IMessageSinkMessage message) => inner.OnMessage(
            message is ITestFailed failed
                ? new TestFailed(
                    failed.Test, failed.ExecutionTime, failed.Output, failed.ExceptionTypes,
                    [$"{failed.Messages[0]}\n{StackLogs.Note}\n{Chromium.Note}".TrimEnd(), .. failed.Messages[1..]],
                    failed.StackTraces, failed.ExceptionParentIndices)
                : message);
    }
}
