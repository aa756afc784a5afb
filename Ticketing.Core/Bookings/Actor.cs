namespace Ticketing.Core.Bookings;

/// <summary>Who did something, as audit rows name them: <c>customer:{id}</c>, <c>staff:{id}</c>, <c>payments</c> …</summary>
public sealed record Actor
{
    public const int MaxLength = 100;

    readonly string name;

    Actor(string name) => this.name = name;

    /// <summary>The worker that asks the payment provider, and what it does on a clock.</summary>
    public static Actor Payments { get; } = new("payments");

    /// <summary>Whoever has the signed link of the booking's mail: its recipient, without an account or their cookie.</summary>
    public static Actor MailLink { get; } = new("mail-link");

    /// <summary>Somebody who has not shown who he is, as at a sign-in that failed.</summary>
    public static Actor Nobody { get; } = new("nobody");

    /// <summary>The owner of a booking, guest or member.</summary>
    public static Actor Customer(Guid id) => new($"customer:{id}");

    public static Actor Staff(Guid id) => new($"staff:{id}");

    /// <summary>Of an audit row.</summary>
    public static Actor Named(string name) => new(name);

    public override string ToString() => name;
}
