namespace Ticketing.Sandbox.Payments.Api;

/// <summary>What a merchant asks to be paid. All may be missing in what arrives; <see cref="Errors"/> says what must not.</summary>
/// <param name="Amount">Whole units of the currency.</param>
/// <param name="ReturnUrl">Where the card holder goes after paying.</param>
/// <param name="CancelUrl">Where the card holder goes without paying.</param>
/// <param name="Language">Of the hosted page: <c>ko</c> (default) or <c>en</c>.</param>
sealed record CreateCheckout(
    string? Reference, long Amount, string? Currency, string? ReturnUrl, string? CancelUrl, DateTimeOffset? ExpiresAt,
    string? Description, string? CustomerEmail, string? Language, Dictionary<string, string>? Metadata)
{
    const int LongestText = 200;
    const int MostMetadata = 20;

    /// <summary>By field; empty when the request is valid.</summary>
    public IReadOnlyDictionary<string, string[]> Errors(DateTimeOffset now)
    {
        var errors = new Dictionary<string, string[]>();
        Check(nameof(Reference), IsText(Reference), $"1 to {LongestText} characters.");
        Check(nameof(Amount), Amount > 0, "More than 0.");
        Check(nameof(Currency), Currency is { Length: 3 } && Currency.All(char.IsAsciiLetterUpper), "An ISO 4217 code.");
        Check(nameof(ReturnUrl), IsWebAddress(ReturnUrl), "An absolute http or https address.");
        Check(nameof(CancelUrl), IsWebAddress(CancelUrl), "An absolute http or https address.");
        Check(nameof(ExpiresAt), ExpiresAt > now, "An instant in the future.");
        Check(nameof(Description), IsText(Description), $"1 to {LongestText} characters.");
        Check(nameof(Language), Language is null or "ko" or "en", "ko or en.");
        Check(nameof(Metadata), Metadata is null || Metadata.Count <= MostMetadata, $"At most {MostMetadata} entries.");
        return errors;

        void Check(string field, bool valid, string rule)
        {
            if (!valid)
                errors[char.ToLowerInvariant(field[0]) + field[1..]] = [rule];
        }
    }

    /// <exception cref="InvalidOperationException">The request has <see cref="Errors"/>.</exception>
    public Checkout ToCheckout(string id, Uri provider, DateTimeOffset now) => new()
    {
        Id = id,
        Reference = Required(Reference),
        Amount = Amount,
        Currency = Required(Currency),
        Url = new Uri(provider, $"/checkout/{id}").ToString(),
        ExpiresAt = ExpiresAt ?? throw new InvalidOperationException("There is no expiry."),
        CreatedAt = now,
        Metadata = Metadata ?? [],
        Description = Required(Description),
        CustomerEmail = CustomerEmail,
        Language = Language ?? "ko",
        ReturnUrl = Required(ReturnUrl),
        CancelUrl = Required(CancelUrl),
    };

    static bool IsText(string? text) => text is { Length: > 0 and <= LongestText };

    static bool IsWebAddress(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    static string Required(string? text) => text ?? throw new InvalidOperationException("A required field is missing.");
}

/// <param name="Amount">Whole units of the checkout's currency.</param>
sealed record MoveMoney(long Amount);

sealed record CancelCheckout;
