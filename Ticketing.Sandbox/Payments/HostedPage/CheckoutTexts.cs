using System.Globalization;
using System.Resources;

namespace Ticketing.Sandbox.Payments.HostedPage;

/// <summary>The words of the hosted page in one language, from the resource files beside this one.</summary>
public sealed class CheckoutTexts(string language)
{
    static readonly ResourceManager Resources = new(typeof(CheckoutTexts));
    readonly CultureInfo culture = CultureInfo.GetCultureInfo(language);

    /// <exception cref="MissingManifestResourceException">There is no such text.</exception>
    public string this[string name] =>
        Resources.GetString(name, culture) ?? throw new MissingManifestResourceException($"There is no text {name}.");

    public string Money(long amount, string currency) => (currency, culture.TwoLetterISOLanguageName) switch
    {
        ("KRW", "ko") => string.Create(culture, $"{amount:N0}원"),
        ("KRW", _) => string.Create(culture, $"₩{amount:N0}"),
        _ => string.Create(culture, $"{amount:N0} {currency}"),
    };
}
