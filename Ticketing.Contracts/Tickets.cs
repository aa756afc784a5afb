namespace Ticketing.Contracts;

/// <param name="Seat">Row and number, e.g. <c>H12</c>.</param>
/// <param name="Code">The text of the QR code.</param>
public sealed record TicketResponse(Guid Id, string Seat, string Code);

/// <param name="List">A signed list of the tickets that let somebody in; to be kept as it is, and verified whenever it is read.</param>
public sealed record LiveTicketsResponse(string List);

/// <summary>With which anybody can check a ticket's code.</summary>
/// <param name="PublicKey">ECDSA P-256, PEM.</param>
/// <param name="VerifiesUntil">From then on nothing that it signed is good; null while it is active.</param>
public sealed record TicketKeyResponse(string Id, string PublicKey, TicketKeyStatus Status, DateTimeOffset? VerifiesUntil);

public enum TicketKeyStatus
{
    /// <summary>New tickets are signed with it.</summary>
    Active,

    /// <summary>Good for what it has signed.</summary>
    VerifyOnly,
}
