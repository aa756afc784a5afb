using System.Globalization;
using System.Resources;
using Ticketing.Core.Catalogue;

namespace Ticketing.Workers.Emails.Writing;

/// <summary>The words of mails in one language, from the resource files beside this one.</summary>
public sealed class MailTexts(string language)
{
    static readonly ResourceManager Resources = new(typeof(MailTexts));
    readonly CultureInfo culture = CultureInfo.GetCultureInfo(language);

    /// <exception cref="MissingManifestResourceException">There is no such text.</exception>
    public string this[string name] =>
        Resources.GetString(name, culture) ?? throw new MissingManifestResourceException($"There is no text {name}.");

    public string Format(string name, params ReadOnlySpan<object?> values) => string.Format(culture, this[name], values);

    public string DateAndTime(DateTimeOffset local) => local.ToString(this["DateAndTimeFormat"], culture);

    /// <summary>As the site's pages write it.</summary>
    public string ShortDateAndTime(DateTimeOffset local) => local.ToString(this["ShortDateAndTimeFormat"], culture);

    public string Time(DateTimeOffset local) => local.ToString(this["TimeFormat"], culture);

    /// <summary>An amount in whole units of its currency.</summary>
    public string Money(long amount, string currency) => currency == "KRW"
        ? Format("Won", amount)
        : string.Create(culture, $"{amount:N0} {currency}");

    public string Concession(Concession concession) => this[$"Concession{concession}"];

    public string Rating(FilmRating rating) => this[$"Rating{rating}"];

    /// <summary>Null for an auditorium that offers nothing beyond a screen.</summary>
    public string? Format(AuditoriumFormat format) => format == AuditoriumFormat.Standard ? null : this[$"Format{format}"];

    /// <summary>Null for a seat that is just a seat.</summary>
    public string? Kind(SeatKind kind) => kind == SeatKind.Standard ? null : this[$"Seat{kind}"];

    /// <summary>Spoken and subtitle language, e.g. <c>English, Korean subtitles</c>.</summary>
    public string Languages(string audio, string? subtitles) =>
        subtitles is null ? Language(audio) : Format("WithSubtitles", Language(audio), Language(subtitles));

    // A language that is not in the resources yet is called what its speakers call it.
    string Language(string code) =>
        Resources.GetString($"Language_{code}", culture) ?? CultureInfo.GetCultureInfo(code).NativeName;
}
