namespace Ticketing.Load.Invariants;

/// <summary>Something that must never be so.</summary>
/// <param name="Invariant">Its number in docs/performance.md.</param>
sealed record Violation(int Invariant, string What)
{
    public override string ToString() => $"{Invariant}: {What}";
}
