namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a process of a resource is started with.</summary>
sealed record ResourceConfiguration(IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Asks all callbacks of the resource and all values they set. Every endpoint must have its address by now.</summary>
    public static async Task<ResourceConfiguration> ResolveAsync(
        IResource resource, DistributedApplicationExecutionContext execution, Replica replica, CancellationToken cancellationToken)
    {
        var context = new ValueProviderContext { Replica = replica };
        var arguments = new List<string>();
        foreach (var argument in await ArgumentsAsync(resource, cancellationToken))
        {
            if (await ResolveAsync(argument) is { } text)
                arguments.Add(text);
        }

        var environment = new Dictionary<string, string>();
        foreach (var (name, value) in await EnvironmentAsync(resource, execution, cancellationToken))
        {
            if (await ResolveAsync(value) is { } text)
                environment[name] = text;
        }

        return new(arguments, environment);

        async ValueTask<string?> ResolveAsync(object value) => value switch
        {
            IValueProvider provider => await provider.GetValueAsync(context, cancellationToken),
            IResourceBuilder<IResource> { Resource: IValueProvider provider } => await provider.GetValueAsync(context, cancellationToken),
            _ => value.ToString(),
        };
    }

    /// <summary>The command line, its values not yet asked for.</summary>
    public static async Task<IReadOnlyList<object>> ArgumentsAsync(IResource resource, CancellationToken cancellationToken)
    {
        var context = new CommandLineArgsCallbackContext(new List<object>(), resource, cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            await annotation.Callback(context);
        return [.. context.Args];
    }

    /// <summary>The variables in the order they were set, their values not yet asked for.</summary>
    public static async Task<IReadOnlyDictionary<string, object>> EnvironmentAsync(
        IResource resource, DistributedApplicationExecutionContext execution, CancellationToken cancellationToken)
    {
        var context = new EnvironmentCallbackContext(execution, resource, cancellationToken: cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await annotation.Callback(context);
        return context.EnvironmentVariables;
    }
}
