using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A text with holes: values when run, placeholders when published.</summary>
public class ReferenceExpression : IExpressionValue, IValueWithReferences
{
    /// <summary>No text at all.</summary>
    public static readonly ReferenceExpression Empty = new("", [], []);

    ReferenceExpression(string format, IReadOnlyList<IExpressionValue> holes, IReadOnlyList<string?> filters)
    {
        Format = format;
        Holes = holes;
        Filters = filters;
    }

    /// <summary>The text, with numbered holes as for <see cref="string.Format(string, object?[])"/>.</summary>
    public string Format { get; }

    /// <summary>What goes into the holes.</summary>
    public IReadOnlyList<IValueProvider> ValueProviders => Holes;

    internal IReadOnlyList<IExpressionValue> Holes { get; }

    /// <summary>For each hole <c>uri</c> where its value is to be escaped for a URI.</summary>
    internal IReadOnlyList<string?> Filters { get; }

    internal TlsChoice? Choice { get; private init; }

    /// <inheritdoc />
    public string ValueExpression => Choice is { } choice
        ? $"{{{choice.Name}.connectionString}}"
        : Fill(i => Holes[i].ValueExpression);

    IEnumerable<object> IValueWithReferences.References => Choice?.References ?? Holes;

    /// <summary>Makes one from an interpolated string.</summary>
    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => handler.Build();

    /// <inheritdoc />
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken) => GetValueAsync(new(), cancellationToken);

    /// <inheritdoc />
    public async ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken)
    {
        if (Choice is { } choice)
            return await choice.Chosen.GetValueAsync(context, cancellationToken);

        var values = new string?[Holes.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = Escape(await Holes[i].GetValueAsync(context, cancellationToken), Filters[i]);
        return Format.Length == 0 ? null : Fill(i => values[i]);
    }

    internal static ReferenceExpression ForTls(TlsChoice choice) => new("", [], []) { Choice = choice };

    internal string Fill(Func<int, string?> hole) =>
        string.Format(CultureInfo.InvariantCulture, Format, [.. Enumerable.Range(0, Holes.Count).Select(hole)]);

    static string? Escape(string? value, string? filter) => filter switch
    {
        null or "" => value,
        "uri" => value is null ? null : Uri.EscapeDataString(value),
        _ => throw new FormatException($"The filter '{filter}' is unknown: only 'uri' is."),
    };

    /// <summary>Collects the parts of an interpolated string.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct ExpressionInterpolatedStringHandler(int literalLength, int formattedCount)
    {
        readonly StringBuilder format = new(literalLength);
        readonly List<IExpressionValue> holes = new(formattedCount);
        readonly List<string?> filters = new(formattedCount);

        /// <summary>Adds text as it is.</summary>
        public void AppendLiteral(string value) => format.Append(value.Replace("{", "{{").Replace("}", "}}"));

        /// <summary>Adds text, escaped by the filter.</summary>
        public void AppendFormatted(string? value, string? format = null) => AppendLiteral(Escape(value, format) ?? "");

        /// <summary>Adds a value that is known later.</summary>
        public void AppendFormatted<T>(T valueProvider, string? format = null) where T : IExpressionValue
        {
            this.format.Append(CultureInfo.InvariantCulture, $"{{{holes.Count}}}");
            holes.Add(valueProvider);
            filters.Add(format);
        }

        /// <summary>Adds a resource's value that is known later.</summary>
        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider, string? format = null) where T : IResource, IExpressionValue =>
            AppendFormatted(valueProvider.Resource, format);

        internal ReferenceExpression Build() => new(format.ToString(), holes, filters);
    }
}
