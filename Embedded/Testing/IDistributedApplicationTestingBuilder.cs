namespace Aspire.Hosting.Testing;

/// <summary>An AppHost's finished model in the hands of a test, which may change it before building it.</summary>
public interface IDistributedApplicationTestingBuilder : IDistributedApplicationBuilder, IAsyncDisposable, IDisposable
{
    /// <summary>Closes the model; nothing is started.</summary>
    /// <exception cref="DistributedApplicationException">The model is wrong.</exception>
    Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default);
}
