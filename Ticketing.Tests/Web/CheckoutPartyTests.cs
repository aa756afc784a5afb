using Ticketing.Core.Catalogue;
using Ticketing.Web.Pages.Checkout;

namespace Ticketing.Tests.Web;

public sealed class CheckoutPartyTests
{
    [Fact]
    public void Seat_WhenPeopleAndSeatsAgree_GivesEachSeatAPerson() =>
        new Party { Adult = 1, Youth = 1, Senior = 1 }.Seat([4, 9, 2])
            .Select(seat => (seat.Index, seat.Concession))
            .ShouldBe([(4, Concession.Adult), (9, Concession.Youth), (2, Concession.Senior)]);

    [Fact]
    public void Seat_WhenSeatsAreLeft_MakesThemAdults() =>
        new Party { Youth = 1 }.Seat([1, 2]).Select(seat => seat.Concession).ShouldBe([Concession.Youth, Concession.Adult]);

    [Fact]
    public void Seat_WhenTheAddressAsksForNonsense_StaysWithinTheSeats() =>
        new Party { Adult = -3, Disabled = int.MaxValue }.Seat([1, 2]).Select(seat => seat.Concession).ShouldBe([Concession.Disabled, Concession.Disabled]);
}
