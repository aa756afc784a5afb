using FsCheck;
using FsCheck.Xunit;
using Ticketing.Api.Tickets;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Workers.Payments;

namespace Ticketing.Tests.Bookings;

/// <summary>A phone that was offline can tell that its list is the one that was handed out, whole.</summary>
[Trait("Category", "Security")]
public sealed class TicketListTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    [Trait("Asvs", "V6.2.2")]
    public void Verify_WhenSigned_SaysWhatWasSigned()
    {
        using var signer = new TicketListSigner(GivenSigningKey.Pkcs8());
        var tickets = GivenTickets(3);

        var verified = TicketList.Verify(signer.Sign(tickets), [signer.Key]).ShouldNotBeNull();

        verified.Tickets.ShouldBe(tickets.Tickets);
        (verified with { Tickets = tickets.Tickets }).ShouldBe(tickets);
    }

    [Property(MaxTest = 500)]
    [Trait("Asvs", "V6.2.2")]
    public bool Verify_WhenAnyCharacterIsAnother_SaysNothing(NonNegativeInt place, char other)
    {
        using var signer = new TicketListSigner(GivenSigningKey.Pkcs8());
        var list = signer.Sign(GivenTickets(4));
        var at = place.Get % list.Length;

        return list[at] == other || TicketList.Verify($"{list[..at]}{other}{list[(at + 1)..]}", [signer.Key]) is null;
    }

    [Property(MaxTest = 200)]
    [Trait("Asvs", "V6.2.2")]
    public bool Verify_WhenItsEndIsMissing_SaysNothing(NonNegativeInt length)
    {
        using var signer = new TicketListSigner(GivenSigningKey.Pkcs8());
        var list = signer.Sign(GivenTickets(4));

        return TicketList.Verify(list[..(length.Get % list.Length)], [signer.Key]) is null;
    }

    /// <summary>Whoever signs it: a list that does not have as many tickets as it says is none.</summary>
    [Fact]
    [Trait("Asvs", "V11.1.5")]
    public void Verify_WhenItHasNotAsManyTicketsAsItSays_SaysNothing()
    {
        using var signer = new TicketListSigner(GivenSigningKey.Pkcs8());
        var tickets = GivenTickets(4);

        TicketList.Verify(signer.Sign(tickets with { Tickets = [.. tickets.Tickets.Skip(1)] }), [signer.Key]).ShouldBeNull();
    }

    [Fact]
    [Trait("Asvs", "V6.2.2")]
    public void Verify_WhenTheKeyIsAnothers_SaysNothing()
    {
        using var signer = new TicketListSigner(GivenSigningKey.Pkcs8());
        using var forger = new TicketListSigner(GivenSigningKey.Pkcs8());
        var forged = forger.Sign(GivenTickets(2));

        TicketList.Verify(forged, [signer.Key]).ShouldBeNull();
        TicketList.Verify(forged.Replace(forger.Key.Id, signer.Key.Id, StringComparison.Ordinal), [signer.Key]).ShouldBeNull();
    }

    /// <summary>Not even with one key for both.</summary>
    [Fact]
    [Trait("Asvs", "V6.2.2")]
    public void Verify_OfACodeAsAListOrAListAsACode_SaysNothing()
    {
        var pkcs8 = GivenSigningKey.Pkcs8();
        using var tickets = new TicketSigner(pkcs8);
        using var lists = new TicketListSigner(pkcs8);
        var (code, list) = (tickets.Sign(GivenTicket.Claims()), lists.Sign(GivenTickets(1)));

        TicketList.Verify(code, [lists.Key]).ShouldBeNull();
        TicketCode.Verify(list, [tickets.Verifying()], Start).ShouldBeNull();
        TicketList.Verify($"L1{code[2..]}", [lists.Key]).ShouldBeNull();
        TicketCode.Verify($"T2{list[2..]}", [tickets.Verifying()], Start).ShouldBeNull();
    }

    static LiveTickets GivenTickets(int count) => new(
        42, Start, Start.AddHours(2), IsCancelled: false, Version: 7, AsOf: Start.AddHours(-1), count,
        [.. Enumerable.Range(1, count).Select(number => new LiveTicket(Guid.NewGuid(), $"A{number}", Concession.Senior))]);
}
