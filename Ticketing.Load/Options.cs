using System.CommandLine;
using System.Globalization;

namespace Ticketing.Load;

/// <summary>The kinds of options that scenarios have.</summary>
static class Options
{
    public static readonly Option<bool> Strict = new("--strict") { Description = "A figure that misses what is asked of it fails the run" };

    /// <param name="least">Less is refused.</param>
    public static Option<int> Number(string name, int otherwise, string what, int least = 1) =>
        Numeric(name, otherwise, what, least);

    public static Option<double> Seconds(string name, double otherwise, string what, double least = 1) =>
        Numeric(name, otherwise, $"{what}, in seconds", least);

    public static Option<double> Factor(string name, double otherwise, string what) => Numeric(name, otherwise, what, double.Epsilon);

    /// <summary>Numbers from 1 on, separated by commas.</summary>
    public static Option<string> Numbers(string name, string otherwise, string what) =>
        Items(name, otherwise, what, "n,…", item => int.TryParse(item, CultureInfo.InvariantCulture, out var number) && number >= 1, "a number from 1 on");

    /// <summary>Some of these words, separated by commas.</summary>
    public static Option<string> Some(string name, string words, string what) =>
        Items(name, words, what, "word,…", words.Split(',').Contains, $"one of {words}");

    public static int[] GetNumbers(this ParseResult options, Option<string> option) =>
        [.. options.GetValue(option)!.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];

    public static TimeSpan GetTime(this ParseResult options, Option<double> option) => TimeSpan.FromSeconds(options.GetValue(option));

    static Option<T> Numeric<T>(string name, T otherwise, string what, T least)
        where T : struct, IParsable<T>, IComparable<T>
    {
        var option = new Option<T>(name) { Description = what, HelpName = "n", DefaultValueFactory = _ => otherwise };
        Refuse(option, text => T.TryParse(text, CultureInfo.InvariantCulture, out var number) && number.CompareTo(least) >= 0, least is double.Epsilon ? "a number above 0" : $"a number from {least} on");
        return option;
    }

    static Option<string> Items(string name, string otherwise, string what, string form, Func<string, bool> isItem, string item)
    {
        var option = new Option<string>(name) { Description = what, HelpName = form, DefaultValueFactory = _ => otherwise };
        Refuse(option, text => text.Split(',').All(isItem), $"separated by commas, each {item}");
        return option;
    }

    static void Refuse(Option option, Func<string, bool> isGood, string good) => option.Validators.Add(result =>
    {
        foreach (var bad in result.Tokens.Where(token => !isGood(token.Value)))
            result.AddError($"{option.Name} is {good}, not '{bad.Value}'.");
    });
}
