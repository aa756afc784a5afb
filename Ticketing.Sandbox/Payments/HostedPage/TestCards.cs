namespace Ticketing.Sandbox.Payments.HostedPage;

/// <summary>The only cards there are. What a card makes happen is decided here.</summary>
static class TestCards
{
    public static readonly IReadOnlyList<TestCard> All =
    [
        new("4242 4242 4242 4242", "Pays", checkout => checkout.Authorize),
        new("4000 0000 0000 0002", "IsDeclined", checkout => checkout.Decline),
    ];

    /// <summary>The card with this number, however it is spaced; null for any other.</summary>
    public static TestCard? Find(string? number)
    {
        var digits = new string([.. (number ?? "").Where(char.IsAsciiDigit)]);
        return All.FirstOrDefault(card => card.Number.Replace(" ", "", StringComparison.Ordinal) == digits);
    }
}

/// <param name="Hint">Name of the text that tells what the card does.</param>
/// <param name="Answer">What becomes of a checkout that is paid with it, given the time.</param>
sealed record TestCard(string Number, string Hint, Func<Checkout, Func<DateTimeOffset, Outcome>> Answer);
