namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value that is known when the application runs.</summary>
public interface IValueProvider
{
    /// <summary>The value, null where there is none.</summary>
    ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default);

    /// <summary>The value as a given resource sees it.</summary>
    ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default) => GetValueAsync(cancellationToken);
}

/// <summary>A value that a manifest can name before it is known.</summary>
public interface IManifestExpressionProvider
{
    /// <summary>The placeholder, such as <c>{api.bindings.http.url}</c>.</summary>
    string ValueExpression { get; }
}

/// <summary>A value for both: running and publishing.</summary>
public interface IExpressionValue : IValueProvider, IManifestExpressionProvider;

/// <summary>A value made of others.</summary>
public interface IValueWithReferences
{
    /// <summary>The values and resources that it is made of.</summary>
    IEnumerable<object> References { get; }
}

/// <summary>Who asks for a value.</summary>
public class ValueProviderContext
{
    internal Replica? Replica { get; init; }
}

/// <summary>One process of a resource.</summary>
/// <param name="Name">Tells the processes of a resource apart, in logs and traces.</param>
/// <param name="Ports">The port that this process itself listens on, for each endpoint.</param>
sealed record Replica(string Name, IReadOnlyDictionary<EndpointAnnotation, int> Ports);
