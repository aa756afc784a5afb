using System.Reflection;

namespace Aspire.Hosting;

/// <summary>
/// Lends an AppHost's application to the test that invoked its entry point: building waits until the test has had its say,
/// running waits until the test has ended the application.
/// </summary>
sealed class AppHostHandover(Assembly appHost)
{
    static readonly AsyncLocal<AppHostHandover?> current = new();

    readonly TaskCompletionSource<IDistributedApplicationBuilder> builder = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource<DistributedApplication> application = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource permission = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    volatile Exception? failure;

    /// <summary>That of the entry point which this code runs in; null in an AppHost of its own.</summary>
    public static AppHostHandover? Current => current.Value;

    public Assembly AppHost => appHost;

    /// <summary>The finished model, which the test may still change.</summary>
    public Task<IDistributedApplicationBuilder> Builder => builder.Task;

    /// <summary>Completes once the test has ended the application.</summary>
    public Task Ended => ended.Task;

    /// <summary>Runs the entry point on a thread of its own, which lives until the application ends.</summary>
    public static AppHostHandover Begin(Assembly appHost, string[] args)
    {
        var entryPoint = appHost.EntryPoint ?? throw new InvalidOperationException($"The assembly {appHost.GetName().Name} has no entry point.");
        var handover = new AppHostHandover(appHost);
        new Thread(() => handover.Invoke(entryPoint, args)) { IsBackground = true, Name = $"{appHost.GetName().Name} entry point" }.Start();
        return handover;
    }

    public Task<DistributedApplication> BuildAsync()
    {
        permission.TrySetResult();
        return application.Task;
    }

    public void LendBuilder(IDistributedApplicationBuilder lent)
    {
        builder.TrySetResult(lent);
        permission.Task.GetAwaiter().GetResult();
    }

    public void LendApplication(DistributedApplication lent) => application.TrySetResult(lent);

    public void End()
    {
        permission.TrySetCanceled();
        ended.TrySetResult();
    }

    public void ThrowIfFailed()
    {
        if (failure is { } exception)
            throw new DistributedApplicationException($"The AppHost's entry point failed: {exception.Message}", exception);
    }

    void Invoke(MethodInfo entryPoint, string[] args)
    {
        current.Value = this;
        try
        {
            entryPoint.Invoke(null, BindingFlags.DoNotWrapExceptions, null, entryPoint.GetParameters().Length == 0 ? [] : [args], null);
            Fail(new InvalidOperationException("The AppHost's entry point ended without building a distributed application."));
        }
        // A thread's exception would end the test process; the test that began this one is told instead.
        catch (Exception e)
        {
            Fail(e);
        }
    }

    void Fail(Exception exception)
    {
        // After the test has ended the application, the entry point is meant to return.
        if (!ended.Task.IsCompleted)
            failure = exception;
        builder.TrySetException(exception);
        application.TrySetException(exception);
        _ = (builder.Task.Exception, application.Task.Exception);
    }
}
