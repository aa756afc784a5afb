using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Ticketing.Core.Requests;

/// <summary>
/// What a client shows to be let in and others only pass on: a mail's link, a waiting room's pass. 1 to 200 letters, digits, dots,
/// dashes and underscores; whatever else comes in its place is refused where it comes in, and gets no further.
/// </summary>
public sealed record OpaqueToken
{
    public const int MaxLength = 200;

    static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    readonly string text;

    OpaqueToken(string text) => this.text = text;

    /// <summary>Null for what is no such text. Nothing is said of whether it is good for anything.</summary>
    public static OpaqueToken? Parse(string? text) => IsGood(text) ? new OpaqueToken(text) : null;

    /// <inheritdoc cref="Parse"/>
    public static bool IsGood([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= MaxLength } && !text.AsSpan().ContainsAnyExcept(Allowed);

    public override string ToString() => text;
}
