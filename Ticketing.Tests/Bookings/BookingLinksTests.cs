using System.Buffers.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Ticketing.Core.Bookings;

namespace Ticketing.Tests.Bookings;

public sealed class BookingLinksTests
{
    const string Key = "a key of at least thirty-two bytes";
    const string AnotherKey = "another key of thirty-two bytes, too";

    static readonly Guid Booking = Guid.NewGuid();

    readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    DateTimeOffset End => clock.GetUtcNow().AddDays(1);

    [Fact]
    public void Verify_WhenSigned_NamesTheBooking() => Links(Key).Verify(Links(Key).Sign(Booking, End)).ShouldBe(new BookingLink(Booking, 0));

    [Fact]
    public void Verify_WhenItsTimeIsOver_NamesNothing()
    {
        var link = Links(Key).Sign(Booking, End);

        clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        Links(Key).Verify(link).ShouldBe(new BookingLink(Booking, 0));
        clock.Advance(TimeSpan.FromSeconds(1));
        Links(Key).Verify(link).ShouldBeNull();
    }

    [Fact]
    public void Verify_WhenAnyCharacterIsChanged_NamesNothing()
    {
        var link = Links(Key).Sign(Booking, End);

        // The last character's lowest bits are padding, which carries nothing.
        for (var place = 0; place < link.Length - 1; place++)
            Links(Key).Verify(link[..place] + (link[place] == 'A' ? 'B' : 'A') + link[(place + 1)..]).ShouldBeNull($"character {place}");
    }

    [Fact]
    public void Verify_WhenThePayloadIsAnothers_NamesNothing()
    {
        var (own, others) = (Links(Key).Sign(Booking, End).Split('.'), Links(Key).Sign(Guid.NewGuid(), End).Split('.'));

        Links(Key).Verify($"{own[0]}.{others[1]}.{own[2]}").ShouldBeNull();
    }

    [Fact]
    public void Verify_WhenTheKeyWasChanged_KnowsThePreviousOne()
    {
        var link = Links(Key).Sign(Booking, End);

        Links(AnotherKey, previous: Key).Verify(link).ShouldBe(new BookingLink(Booking, 0));
        Links(AnotherKey).Verify(link).ShouldBeNull();
        Links(AnotherKey, previous: Key).Sign(Booking, End).ShouldNotBe(link);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("a.b")]
    [InlineData("ä.ö.ü")]
    public void Verify_WhenItIsNoLink_NamesNothing(string? text) => Links(Key).Verify(text).ShouldBeNull();

    [Fact]
    public void Verify_WhenThePayloadIsShort_NamesNothing() =>
        Links(Key).Verify($"{Links(Key).Sign(Booking, End).Split('.')[0]}.{Base64Url.EncodeToString(new byte[10])}.AAAA").ShouldBeNull();

    [Fact]
    public void PageOf_LeadsToTheBookingOfTheMail()
    {
        var booking = GivenState.Of(BookingStatus.Confirmed);

        var page = Links(Key).PageOf(new Uri("https://tickets.example"), booking, End);

        page.AbsoluteUri.ShouldStartWith($"https://tickets.example/bookings/{booking.Reference}?link=");
        Links(Key).Verify(page.Query["?link=".Length..]).ShouldBe(new BookingLink(booking.Id, 0));
    }

    /// <summary>Links that lie in mailboxes already say no version.</summary>
    [Fact]
    public void PageOf_WhenTheBookingHasAnotherAddress_OpensItInThePlaceOfFormerLinks()
    {
        var booking = GivenState.Of(BookingStatus.Confirmed);
        var former = Links(Key).Sign(booking.Id, End);
        booking.TryReaddress("new@customers.example", Actor.MailLink, BookingReasons.Readdressed, clock.GetUtcNow()).ShouldBeTrue();

        var link = Links(Key).PageOf(new Uri("https://tickets.example"), booking, End).Query["?link=".Length..];

        Links(Key).Verify(link).ShouldBe(new BookingLink(booking.Id, 1));
        IQueryable<Booking> bookings = new[] { booking }.AsQueryable();
        bookings.OpenedBy(Links(Key).Verify(link)!).ShouldBe([booking]);
        bookings.OpenedBy(Links(Key).Verify(former)!).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456789012345678901234567890")]
    public async Task Start_WhenAKeyIsShort_Refuses(string key)
    {
        (await Should.ThrowAsync<OptionsValidationException>(() => StartAsync(("BookingLinks:Key", key)))).Message.ShouldContain("32 bytes");
        (await Should.ThrowAsync<OptionsValidationException>(() => StartAsync(("BookingLinks:Key", Key), ("BookingLinks:PreviousKeys:0", key))))
            .Message.ShouldContain("32 bytes");
    }

    BookingLinks Links(string key, params string[] previous) =>
        new(Options.Create(new BookingLinkOptions { Key = key, PreviousKeys = previous }), clock);

    static async Task StartAsync(params (string Name, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        foreach (var (name, value) in settings)
            builder.Configuration[name] = value;
        builder.AddBookingLinks();
        using var host = builder.Build();
        await host.StartAsync();
    }
}
