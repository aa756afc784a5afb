using System.Diagnostics.CodeAnalysis;

namespace Ticketing.Core.Requests;

/// <summary>A client's own name for a request, by which a repeated one is known: 1 to 100 visible characters of ASCII.</summary>
public sealed record RequestKey
{
    public const string Header = "Idempotency-Key";
    public const int MaxLength = 100;

    readonly string text;

    RequestKey(string text) => this.text = text;

    /// <summary>One that nobody has used.</summary>
    public static RequestKey New() => new(Guid.NewGuid().ToString());

    /// <summary>The one request of this kind that can be made about something.</summary>
    public static RequestKey Of(string kind, Guid id) => Parse($"{kind}-{id}") ?? throw new ArgumentException("Not visible ASCII, or too long.", nameof(kind));

    /// <summary>Null for what is no such text.</summary>
    public static RequestKey? Parse(string? text) => IsGood(text) ? new RequestKey(text) : null;

    /// <inheritdoc cref="Parse"/>
    public static bool IsGood([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= MaxLength } && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    public override string ToString() => text;
}
