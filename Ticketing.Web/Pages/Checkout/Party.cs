using Ticketing.Core.Catalogue;

namespace Ticketing.Web.Pages.Checkout;

/// <summary>How many people of each kind go, as the seat map passes it on.</summary>
sealed class Party
{
    public int Adult { get; set; }
    public int Youth { get; set; }
    public int Senior { get; set; }
    public int Disabled { get; set; }

    /// <summary>How many people go.</summary>
    public int Size => Count(Adult) + Count(Youth) + Count(Senior) + Count(Disabled);

    /// <summary>As the checkout's address has it.</summary>
    public QueryString ToQuery() => QueryString.Create(
        Enum.GetValues<Concession>().Where(concession => Of(concession) > 0)
            .Select(concession => KeyValuePair.Create<string, string?>(concession.ToString().ToLowerInvariant(), $"{Of(concession)}")));

    public int Of(Concession concession) => Count(concession switch
    {
        Concession.Youth => Youth,
        Concession.Senior => Senior,
        Concession.Disabled => Disabled,
        _ => Adult,
    });

    /// <summary>Gives each seat a person; seats beyond the party are adults'.</summary>
    public List<CheckoutSeat> Seat(IReadOnlyList<int> seats)
    {
        var people = Enumerable.Empty<Concession>()
            .Concat(Enumerable.Repeat(Concession.Adult, Count(Adult)))
            .Concat(Enumerable.Repeat(Concession.Youth, Count(Youth)))
            .Concat(Enumerable.Repeat(Concession.Senior, Count(Senior)))
            .Concat(Enumerable.Repeat(Concession.Disabled, Count(Disabled)))
            .ToList();
        return [.. seats.Select((index, place) => new CheckoutSeat
        {
            Index = index,
            Concession = place < people.Count ? people[place] : Concession.Adult,
        })];
    }

    // The address is the customer's to write.
    static int Count(int asked) => Math.Clamp(asked, 0, 8);
}
