namespace Aspire.Hosting.Testing;

/// <summary>Takes an AppHost's application into a test: beside any other run of it, on free ports, with data of its own.</summary>
public static class DistributedApplicationTestingBuilder
{
    /// <summary>Runs the entry point of the AppHost that the type belongs to, up to where it builds the application.</summary>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(CancellationToken cancellationToken = default)
        where TEntryPoint : class => CreateAsync<TEntryPoint>([], cancellationToken);

    /// <summary>Runs the entry point of the AppHost that the type belongs to with the arguments, up to where it builds the application.</summary>
    /// <exception cref="DistributedApplicationException">The entry point threw it, or another: it reaches the caller.</exception>
    public static async Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(string[] args, CancellationToken cancellationToken = default)
        where TEntryPoint : class
    {
        var handover = AppHostHandover.Begin(typeof(TEntryPoint).Assembly, args);
        try
        {
            return new TestingBuilder(handover, await handover.Builder.WaitAsync(cancellationToken));
        }
        catch
        {
            handover.End();
            throw;
        }
    }
}
