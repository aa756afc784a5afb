using Microsoft.Extensions.Options;
using Ticketing.SeatHolds.WaitingRooms;
using Ticketing.SeatHolds.WaitingRooms.Passes;
using Ticketing.SeatHolds.WaitingRooms.Places;

namespace Ticketing.Tests.WaitingRooms;

public sealed class SignatureTests
{
    static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    static readonly PlaceToken Place = new(7, Guid.NewGuid(), 123_456, Noon, 90);

    [Fact]
    public void PlaceToken_WhenReadBack_IsTheSame()
    {
        PlaceToken.TryRead(Place.Write(Keys("new")), Keys("new"), out var read).ShouldBeTrue();
        read.ShouldBe(Place);
        PlaceToken.TryRead((Place with { EstimatedSeconds = null }).Write(Keys("new")), Keys("new"), out read).ShouldBeTrue();
        read.EstimatedSeconds.ShouldBeNull();
    }

    [Fact]
    public void Pass_WhenReadBack_IsTheSame()
    {
        var pass = new Pass(7, Guid.NewGuid(), Guid.NewGuid(), Noon);
        Pass.TryRead(pass.Write(Keys("new")), Keys("new"), out var read).ShouldBeTrue();
        read.ShouldBe(pass);
    }

    [Fact]
    public void PlaceToken_WhenAnyCharacterIsAnother_IsRefused()
    {
        var token = Place.Write(Keys("new"));
        for (var i = 0; i < token.Length; i++)
        {
            var tampered = $"{token[..i]}{(token[i] == 'A' ? 'B' : 'A')}{token[(i + 1)..]}";
            PlaceToken.TryRead(tampered, Keys("new"), out _).ShouldBeFalse($"character {i}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("ÄÖÜ")]
    public void PlaceToken_OfNonsense_IsRefused(string text) => PlaceToken.TryRead(text, Keys("new"), out _).ShouldBeFalse();

    [Fact]
    public void Pass_MadeOfAPlaceToken_IsRefused() => Pass.TryRead(Place.Write(Keys("new")), Keys("new"), out _).ShouldBeFalse();

    [Fact]
    public void PlaceToken_SignedWithThePreviousKey_StillHolds()
    {
        var token = Place.Write(Keys("old"));
        PlaceToken.TryRead(token, Keys("new", previous: "old"), out var read).ShouldBeTrue();
        read.ShouldBe(Place);
        PlaceToken.TryRead(token, Keys("new"), out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("", null, false)]
    [InlineData("0123456789012345678901234567890", null, false)]
    [InlineData("01234567890123456789012345678901", null, true)]
    [InlineData("01234567890123456789012345678901", "short", false)]
    public void Options_WithAShortKey_AreRefused(string key, string? previous, bool good) =>
        new WaitingRoomOptions { Key = key, PreviousKey = previous }.Validate(new(new object())).Any().ShouldBe(!good);

    static SigningKeys Keys(string name, string? previous = null) =>
        new(Options.Create(new WaitingRoomOptions { Key = Long(name), PreviousKey = previous is null ? null : Long(previous) }));

    static string Long(string name) => string.Concat(Enumerable.Repeat(name, 20));
}
