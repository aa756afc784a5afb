namespace Aspire.Hosting.ApplicationModel;

/// <summary>Adds command line arguments when the resource is about to start, or to be published.</summary>
public class CommandLineArgsCallbackAnnotation(Func<CommandLineArgsCallbackContext, Task> callback) : IResourceAnnotation
{
    /// <summary>What adds the arguments.</summary>
    public Func<CommandLineArgsCallbackContext, Task> Callback { get; } = callback;
}

/// <summary>The command line of a resource, so far.</summary>
public sealed class CommandLineArgsCallbackContext(IList<object> args, IResource resource, CancellationToken cancellationToken = default)
{
    /// <summary>Texts and value providers.</summary>
    public IList<object> Args { get; } = args;

    /// <summary>Whose command line it is.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>Ends the wait for values.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;
}
