using System.Text.Json;
using Ticketing.Api.Tickets;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Workers.Payments;

namespace Ticketing.Tests.Bookings;

/// <summary>What a door says, each thing for its own reason.</summary>
[Trait("Category", "Security")]
[Trait("Asvs", "V11.1.5")]
public sealed class DoorCheckTests : IDisposable
{
    const long Showing = 42;

    static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset ListedAt = Start.AddHours(-1);

    readonly TicketSigner signer = GivenSigningKey.Signer();
    readonly EcdsaKey formerKey = new(GivenSigningKey.Pkcs8());
    readonly TicketClaims claims = GivenTicket.Claims(Showing) with { IssuedAt = Start.AddDays(-1).ToUnixTimeSeconds() };

    [Fact]
    public void Check_WhenTheTicketIsLive_IsValid()
    {
        var answer = Check(Code());

        answer.ShouldBe(new DoorAnswer(DoorVerdict.Valid, claims, Live));
        answer.Ticket!.Concession.ShouldBe(Concession.Youth);
    }

    [Fact]
    public void Check_WhenItWasGivenBack_IsNotLive() => Check(Code(), List() with { Count = 0, Tickets = [] }).Verdict.ShouldBe(DoorVerdict.NotLive);

    [Fact]
    public void Check_WhenNobodySoldIt_IsNotLive() => Check(Code(claims with { TicketId = Guid.NewGuid() })).Verdict.ShouldBe(DoorVerdict.NotLive);

    [Fact]
    public void Check_WhenItWasSoldAfterTheListWasMade_AsksForANewerList() =>
        Check(Code(claims with { TicketId = Guid.NewGuid(), IssuedAt = ListedAt.AddMinutes(5).ToUnixTimeSeconds() })).Verdict.ShouldBe(DoorVerdict.NewerThanList);

    [Fact]
    public void Check_WhenTheCodeIsOfTheFormerFormAndNotOnTheList_IsNotLive()
    {
        // Such a code does not say when it was issued; none is any more.
        var former = claims with { TicketId = Guid.NewGuid(), Concession = null, IssuedAt = null };

        DoorCheck.Check(SignedText.Sign("T1", formerKey, former, JsonSerializerOptions.Default), [FormerKey()], List(), Start).Verdict.ShouldBe(DoorVerdict.NotLive);
    }

    [Fact]
    public void Check_WhenItIsForAnotherShowing_SaysWhich()
    {
        var answer = Check(Code(claims with { ShowingId = 43 }));

        (answer.Verdict, answer.Claims!.ShowingId).ShouldBe((DoorVerdict.OtherShowing, 43));
    }

    [Theory]
    [InlineData(-31, nameof(DoorVerdict.TooEarly))]
    [InlineData(-30, nameof(DoorVerdict.Valid))]
    [InlineData(119, nameof(DoorVerdict.Valid))]
    [InlineData(120, nameof(DoorVerdict.TooLate))]
    public void Check_WhenTheDoorsAreNotOpen_SaysSo(int minutes, string verdict) => Check(Code(), at: Start.AddMinutes(minutes)).Verdict.ToString().ShouldBe(verdict);

    /// <summary>The code says what was planned when it was sold, the list what is planned now.</summary>
    [Fact]
    public void Check_WhenTheShowingWasMoved_GoesByTheList()
    {
        var later = List() with { StartsAt = Start.AddHours(3), EndsAt = Start.AddHours(5) };

        Check(Code(), later, Start).Verdict.ShouldBe(DoorVerdict.TooEarly);
        Check(Code(), later, Start.AddHours(4)).Verdict.ShouldBe(DoorVerdict.Valid);
    }

    [Fact]
    public void Check_WhenTheShowingIsCancelled_LetsNobodyIn() => Check(Code(), List() with { IsCancelled = true }).Verdict.ShouldBe(DoorVerdict.ShowingCancelled);

    [Fact]
    public void Check_WhenTheKeyIsRetired_SaysSo() =>
        DoorCheck.Check(Code(), [signer.Verifying(supersededAt: Start.AddDays(-1), verifiesUntil: Start)], List(), Start).Verdict.ShouldBe(DoorVerdict.KeyRetired);

    [Fact]
    public void Check_WhenTheKeyIsNotThere_SaysSo() => DoorCheck.Check(Code(), [], List(), Start).Verdict.ShouldBe(DoorVerdict.UnknownKey);

    [Theory]
    [InlineData("")]
    [InlineData("8801234567890")]
    [InlineData("https://example.com/?t=T2.a.b.c")]
    public void Check_WhenItIsAnotherCode_IsNoTicket(string code) => Check(code).ShouldBe(new DoorAnswer(DoorVerdict.NoTicket));

    [Fact]
    public void Check_WhenItIsForged_IsNoTicketAndSaysNothingOfIt()
    {
        using var forger = GivenSigningKey.Signer();
        var forged = forger.Sign(claims).Replace(forger.KeyId, signer.KeyId, StringComparison.Ordinal);

        Check(forged).ShouldBe(new DoorAnswer(DoorVerdict.NoTicket));
    }

    public void Dispose()
    {
        signer.Dispose();
        formerKey.Dispose();
    }

    TicketKey FormerKey() => new() { Id = formerKey.Id, PublicKey = formerKey.PublicKey, CreatedAt = default };

    LiveTicket Live => new(claims.TicketId, claims.SeatLabel, Concession.Youth);

    LiveTickets List() => new(Showing, Start, Start.AddHours(2), IsCancelled: false, Version: 1, ListedAt, Count: 1, [Live]);

    string Code(TicketClaims? other = null) => signer.Sign(other ?? claims);

    DoorAnswer Check(string code, LiveTickets? list = null, DateTimeOffset? at = null) =>
        DoorCheck.Check(code, [signer.Verifying()], list ?? List(), at ?? Start);
}
