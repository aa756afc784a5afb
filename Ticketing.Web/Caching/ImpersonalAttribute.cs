namespace Ticketing.Web.Caching;

/// <summary>
/// Says of a page that it is the same for everybody but members, whose address and way out stand in its header: it makes nobody a customer,
/// and nothing in it is a secret. So it may be compressed, and kept where its endpoint gives a time.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
sealed class ImpersonalAttribute : Attribute
{
    /// <summary>How long browsers and whoever is between may show it again. Nothing: not at all.</summary>
    public int KeptSeconds { get; init; }
}
