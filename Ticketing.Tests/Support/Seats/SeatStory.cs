using FsCheck;
using FsCheck.Fluent;

namespace Ticketing.Tests.Support.Seats;

enum Deed
{
    Take,
    TakeBest,
    Repeat,
    Renew,
    Release,
    Attach,
    Detach,
    Sold,
    Freed,
    Expire,
    Sweep,
}

/// <param name="Who">One of few customers.</param>
/// <param name="Which">The hold meant, counted over all that ever were; or where seats begin.</param>
/// <param name="Size">Seats.</param>
/// <param name="Scattered">Whether every other seat is left out.</param>
sealed record SeatStep(Deed Deed, int Who, int Which, int Size, bool Scattered);

/// <summary>A hall and what happens in it one after the other.</summary>
/// <param name="Lines">As a hall plan draws them.</param>
sealed record SeatStory(string[] Lines, SeatStep[] Steps)
{
    static readonly string[] Pieces = ["s", "ss", "sss", "ssss", "sssss", "wc", "cw", " ", " "];

    public static Arbitrary<SeatStory> Any() => Arb.From(Stories(), Simpler);

    public override string ToString() => $"{string.Join('/', Lines)}: {string.Join("; ", Steps.Select(step => step.ToString()))}";

    static Gen<SeatStory> Stories() =>
        from lines in Gen.ArrayOf(AnyLine(), 2)
        from steps in Gen.ArrayOf(AnyStep(), 25)
        select new SeatStory(["sss", .. lines], steps);

    static Gen<string> AnyLine() => Gen.ArrayOf(Gen.Elements(Pieces), 4).Select(string.Concat);

    static Gen<SeatStep> AnyStep() =>
        from deed in Gen.Frequency((6, Gen.Constant(Deed.Take)), (3, Gen.Constant(Deed.TakeBest)), (6, Gen.Elements(Enum.GetValues<Deed>())))
        from who in Gen.Choose(0, 3)
        from which in Gen.Choose(0, 40)
        from size in Gen.Choose(1, 5)
        from scattered in Gen.Elements(false, false, true)
        select new SeatStep(deed, who, which, size, scattered);

    /// <summary>Without its second half, and without each of its steps.</summary>
    static IEnumerable<SeatStory> Simpler(SeatStory story)
    {
        if (story.Steps.Length > 1)
            yield return story with { Steps = story.Steps[..(story.Steps.Length / 2)] };
        for (var n = 0; n < story.Steps.Length; n++)
            yield return story with { Steps = [.. story.Steps[..n], .. story.Steps[(n + 1)..]] };
    }
}
