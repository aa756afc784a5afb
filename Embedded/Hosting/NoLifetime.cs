using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Leaves Ctrl-C and signals to the test host.</summary>
sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
