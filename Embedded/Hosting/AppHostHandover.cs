namespace Aspire.Hosting;

/// <summary>
/// Lends an AppHost's application to the test that invoked its entry point: building waits until the test has had its say,
/// running waits until the test has ended the application.
/// </summary>
sealed class AppHostHandover(IReadOnlyList<string> arguments, string projectName, string projectDirectory)
{
    static readonly AsyncLocal<AppHostHandover?> current = new();

    readonly TaskCompletionSource<DistributedApplicationBuilder> builder = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource<DistributedApplication> application = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource buildPermission = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    volatile Exception? failure;

    /// <summary>That of the entry point which this code runs in; null in an AppHost of its own.</summary>
    public static AppHostHandover? Current
    {
        get => current.Value;
        set => current.Value = value;
    }

    public IReadOnlyList<string> Arguments => arguments;

    public string ProjectName => projectName;

    public string ProjectDirectory => projectDirectory;

    public Task<DistributedApplicationBuilder> Builder => builder.Task;

    public Task<DistributedApplication> Application => application.Task;

    /// <summary>Completes once the test has disposed of the application.</summary>
    public Task Ended => ended.Task;

    public void LendBuilder(DistributedApplicationBuilder lent)
    {
        builder.TrySetResult(lent);
        buildPermission.Task.GetAwaiter().GetResult();
    }

    public void LendApplication(DistributedApplication lent) => application.TrySetResult(lent);

    public void PermitBuild() => buildPermission.TrySetResult();

    public void End()
    {
        ended.TrySetResult();
        buildPermission.TrySetCanceled();
    }

    public void Fail(Exception exception)
    {
        failure = exception;
        builder.TrySetException(exception);
        application.TrySetException(exception);
    }

    public void ThrowIfFailed()
    {
        if (failure is { } exception)
            throw new DistributedApplicationException($"The AppHost's entry point failed: {exception.Message}", exception);
    }
}
