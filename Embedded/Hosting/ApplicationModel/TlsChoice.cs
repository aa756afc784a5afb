using System.IO.Hashing;
using System.Text;
using System.Text.RegularExpressions;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>
/// A piece of a connection string that depends on whether the endpoint speaks TLS. The manifest carries it as a value of
/// its own, named after its content, so that a deployment tool could decide otherwise.
/// </summary>
sealed partial class TlsChoice(EndpointReference endpoint, ReferenceExpression enabled, ReferenceExpression disabled)
{
    readonly EndpointReferenceExpression condition = endpoint.Property(EndpointProperty.TlsEnabled);

    public string Name => $"cond-{Separators().Replace(condition.ValueExpression, "-").Trim('-').ToLowerInvariant()}-{Hash()}";

    public ReferenceExpression Chosen => endpoint.EndpointAnnotation.TlsEnabled ? enabled : disabled;

    public IEnumerable<object> References => [condition, enabled, disabled];

    string Hash() => Convert.ToHexStringLower(XxHash32.Hash(Encoding.UTF8.GetBytes(
        condition.ValueExpression + enabled.ValueExpression + disabled.ValueExpression + bool.TrueString)));

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex Separators();
}
