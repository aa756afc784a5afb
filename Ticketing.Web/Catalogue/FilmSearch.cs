using System.Globalization;
using System.Text;

namespace Ticketing.Web.Catalogue;

/// <summary>
/// Finds films by their titles and the people who made them, as people type: without regard to case, blanks, punctuation and accents, and
/// in Korean by the first consonants alone, so that ㅇㄷㅂㅇ finds 올드보이.
/// </summary>
sealed class FilmSearch(IEnumerable<FilmAnswer> films)
{
    public const int LongestQuery = 100;

    readonly IReadOnlyList<Entry> entries = [.. films.Select(film => new Entry(film))];

    /// <summary>Whether it is a text that is looked for at all.</summary>
    public static bool Takes(string query) => query.Length <= LongestQuery && !query.Any(char.IsControl);

    /// <summary>What fits best first: a title's beginning, a title, a person, words from several of them; of those the newest.</summary>
    public IReadOnlyList<FilmAnswer> Find(string query)
    {
        var whole = SearchText.Of(query);
        List<string> words = [.. query.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(SearchText.Of).Where(word => word != "")];
        return whole == ""
            ? []
            : [.. from entry in entries
                  let rank = entry.RankOf(whole, words)
                  where rank is not null
                  orderby rank, entry.Film.ReleasedInKorea descending
                  select entry.Film];
    }

    sealed class Entry(FilmAnswer film)
    {
        readonly string[] titles = Texts(film.TitleKo, film.TitleEn, film.TitleOriginal);
        readonly string[] people = Texts([.. film.DirectorsKo, .. film.DirectorsEn, .. film.CastKo, .. film.CastEn]);

        public FilmAnswer Film { get; } = film;

        /// <returns>The less the better; null for none.</returns>
        public int? RankOf(string whole, IReadOnlyList<string> words)
        {
            if (titles.Any(title => SearchText.IsAt(title, 0, whole)))
                return 0;
            if (titles.Any(title => SearchText.IsIn(title, whole)))
                return 1;
            if (people.Any(person => SearchText.IsIn(person, whole)))
                return 2;
            return words.All(word => titles.Concat(people).Any(text => SearchText.IsIn(text, word))) ? 3 : null;
        }

        static string[] Texts(params string[] written) => [.. written.Select(SearchText.Of).Distinct()];
    }
}

/// <summary>Texts as they are compared: only letters and digits, small, each in one spelling.</summary>
static class SearchText
{
    const char FirstSyllable = '가', LastSyllable = '힣';

    /// <summary>Unicode 3.12: so many syllables begin with the same consonant.</summary>
    const int SyllablesOfOne = 588;

    const char FirstConsonant = '\u1100', LastConsonant = '\u1112';

    /// <summary>Two consonants in a row, which keyboards join as if they ended a syllable: each with its parts.</summary>
    static readonly Dictionary<char, string> Joined =
        "ㄳㄱㅅ ㄵㄴㅈ ㄶㄴㅎ ㄺㄹㄱ ㄻㄹㅁ ㄼㄹㅂ ㄽㄹㅅ ㄾㄹㅌ ㄿㄹㅍ ㅀㄹㅎ ㅄㅂㅅ".Split(' ').ToDictionary(joined => joined[0], joined => joined[1..]);

    public static string Of(string text)
    {
        // What is no character cannot be normalized.
        var known = string.Concat(text.EnumerateRunes().Where(rune => Rune.GetUnicodeCategory(rune) != UnicodeCategory.OtherNotAssigned));
        var parted = string.Concat(known.Select(letter => Joined.GetValueOrDefault(letter) ?? $"{letter}"));
        var letters = parted.Normalize(NormalizationForm.FormKD).EnumerateRunes().Where(Rune.IsLetterOrDigit);
        return string.Concat(letters).ToLowerInvariant().Normalize(NormalizationForm.FormC);
    }

    public static bool IsIn(string text, string sought) => Enumerable.Range(0, Math.Max(0, text.Length - sought.Length + 1)).Any(start => IsAt(text, start, sought));

    public static bool IsAt(string text, int start, string sought) =>
        start + sought.Length <= text.Length && sought.Index().All(letter => Means(letter.Item, text[start + letter.Index]));

    /// <summary>A consonant alone means each syllable that it begins.</summary>
    static bool Means(char sought, char letter) => sought == letter
        || sought is >= FirstConsonant and <= LastConsonant
        && letter is >= FirstSyllable and <= LastSyllable
        && sought - FirstConsonant == (letter - FirstSyllable) / SyllablesOfOne;
}
