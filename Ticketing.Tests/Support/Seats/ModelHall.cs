namespace Ticketing.Tests.Support.Seats;

/// <summary>What one hall of seats should do, said as plainly as possible: lists and sets, one caller at a time.</summary>
sealed class ModelHall
{
    const int Limit = 8;

    /// <summary>More seats than one customer's only for a challenge, and never more than this share of the hall.</summary>
    const int PercentPerNetwork = 25;

    /// <summary>Holds ended unpaid before a pause, which outlasts every story.</summary>
    public const int UnpaidPerCustomer = 4;
    public const int UnpaidPerNetwork = 6;

    const int OrphansAllowedFromPercent = 85;

    readonly IReadOnlyList<ModelSeat> seats;
    readonly char[] states;
    readonly Dictionary<int, long> epochs = [];

    public ModelHall(IReadOnlyList<ModelSeat> seats)
    {
        this.seats = seats;
        states = [.. seats.Select(_ => 'a')];
    }

    public string States => new(states);
    public List<ModelHold> Holds { get; } = [];

    /// <summary>By customers and networks, since somebody bought.</summary>
    readonly Dictionary<string, int> unpaid = [];

    /// <summary>Two customers share each.</summary>
    public static string NetworkOf(int customer) => $"network-{customer / 2}";

    /// <summary>What the store answers: <c>held</c>, or why not.</summary>
    public string Take(int customer, IReadOnlyCollection<int> wanted)
    {
        FreeExpired();
        if (IsPaused(customer))
            return "Paused";
        if (wanted.Any(seat => states[seat] != 'a'))
            return "SeatsTaken";
        if (HeldBy(customer) + wanted.Count > Limit)
            return "LimitReached";
        if (wanted.Any(seat => seats[seat].Kind == 'c' && !wanted.Contains(seats[seat].SpaceOfCompanion)))
            return "CompanionsAlone";
        if (!AreOrphansAllowed() && OrphansOf(wanted).Count > 0)
            return "SeatsOrphaned";
        return ByNetwork(customer, wanted.Count);
    }

    /// <summary>What may come of asking for the best standard seats: the sizes of groups, null if there are none.</summary>
    public string Best(int customer, int count, out List<int>? sizes)
    {
        sizes = null;
        FreeExpired();
        if (IsPaused(customer))
            return "Paused";
        if (HeldBy(customer) + count > Limit)
            return "LimitReached";
        if (Free().Count() < count)
            return "NotEnough";
        sizes = Splits(count, count)
            .Where(split => split.Count(size => size == 1) <= 1)
            .OrderBy(split => split.Count(size => size == 1)).ThenBy(split => split.Count).ThenBy(split => split[0])
            .FirstOrDefault(split => Placements(split, []).Any(seats => OrphansOf(seats).Count == 0));
        if (sizes is null)
            return "NotTogether";
        return ByNetwork(customer, count);
    }

    string ByNetwork(int customer, int more) => (HeldByNetworkOf(customer) + more) switch
    {
        <= Limit => "Held",
        var all when all > Math.Max(Limit, seats.Count * PercentPerNetwork / 100) => "NetworkLimitReached",
        _ => "ChallengeRequired",
    };

    public void Hold(int customer, string id, IReadOnlyList<int> wanted)
    {
        Holds.Add(new ModelHold(id, customer, wanted));
        Set(wanted, 'h');
    }

    /// <param name="paid">Whether the customer has bought the seats or not.</param>
    public void End(ModelHold hold, bool paid)
    {
        Holds.Remove(hold);
        foreach (var who in (string[])[$"customer-{hold.Customer}", NetworkOf(hold.Customer)])
            unpaid[who] = paid ? 0 : unpaid.GetValueOrDefault(who) + 1;
        foreach (var seat in hold.Seats)
            states[seat] = ByEpoch(seat);
    }

    public void Attach(ModelHold hold, Guid booking)
    {
        hold.Booking = booking;
        Set(hold.Seats, 'p');
    }

    public void Detach(ModelHold hold)
    {
        hold.Booking = null;
        Set(hold.Seats, 'h');
    }

    public void Settle(ModelHold hold, bool sold, long epoch)
    {
        foreach (var seat in hold.Seats)
        {
            var known = Math.Abs(epochs.GetValueOrDefault(seat));
            if (sold ? epoch > known : epoch >= known)
                epochs[seat] = sold ? epoch : -epoch;
        }

        if (Holds.Contains(hold))
            End(hold, paid: sold);
        foreach (var seat in hold.Seats.Where(seat => states[seat] is 'a' or 's'))
            states[seat] = ByEpoch(seat);
    }

    public void FreeExpired()
    {
        foreach (var hold in Holds.Where(hold => hold.Expired).ToList())
            End(hold, paid: false);
    }

    /// <summary>Single free seats that the hold would make in a gap where as many seats elsewhere would make none.</summary>
    public List<int> OrphansOf(IReadOnlyCollection<int> wanted) =>
        [.. Gaps().Where(gap => gap.Any(wanted.Contains)).SelectMany(gap =>
        {
            var left = gap.Except(wanted).ToHashSet();
            return left.Count < 2 ? [] : left.Where(seat => !left.Contains(seat - 1) && !left.Contains(seat + 1));
        })];

    bool AreOrphansAllowed() => states.Count(state => state != 'a') * 100 >= states.Length * OrphansAllowedFromPercent;

    int HeldBy(int customer) => Holds.Where(hold => hold.Customer == customer).Sum(hold => hold.Seats.Count);

    public int HeldByNetworkOf(int customer) =>
        Holds.Where(hold => NetworkOf(hold.Customer) == NetworkOf(customer)).Sum(hold => hold.Seats.Count);

    bool IsPaused(int customer) =>
        unpaid.GetValueOrDefault($"customer-{customer}") > UnpaidPerCustomer || unpaid.GetValueOrDefault(NetworkOf(customer)) > UnpaidPerNetwork;

    IEnumerable<int> Free() => Enumerable.Range(0, seats.Count).Where(seat => seats[seat].Kind == 's' && states[seat] == 'a');

    List<List<int>> Gaps()
    {
        List<List<int>> gaps = [];
        foreach (var seat in Free())
        {
            if (gaps is [.., [.., var left]] && left == seat - 1 && !seats[seat].BeginsBlock)
                gaps[^1].Add(seat);
            else
                gaps.Add([seat]);
        }

        return gaps;
    }

    IEnumerable<List<int>> Placements(List<int> split, List<int> taken) => split is [] ? [taken] :
        from gap in Gaps()
        from place in Enumerable.Range(0, Math.Max(0, gap.Count - split[0] + 1)).Select(first => gap.GetRange(first, split[0]))
        where !place.Any(taken.Contains)
        from placement in Placements([.. split.Skip(1)], [.. taken, .. place])
        select placement;

    static IEnumerable<List<int>> Splits(int count, int largest) => count == 0 ? [[]] :
        from first in Enumerable.Range(1, Math.Min(count, largest))
        from rest in Splits(count - first, first)
        select (List<int>)[first, .. rest];

    char ByEpoch(int seat) => epochs.GetValueOrDefault(seat) > 0 ? 's' : 'a';

    void Set(IEnumerable<int> places, char state)
    {
        foreach (var seat in places)
            states[seat] = state;
    }
}

/// <param name="Kind"><c>s</c> standard, <c>w</c> wheelchair space, <c>c</c> companion.</param>
/// <param name="SpaceOfCompanion">The wheelchair space that a companion belongs to.</param>
sealed record ModelSeat(char Kind, bool BeginsBlock, int SpaceOfCompanion);

sealed class ModelHold(string id, int customer, IReadOnlyList<int> seats)
{
    public string Id => id;
    public int Customer => customer;
    public IReadOnlyList<int> Seats => seats;
    public Guid? Booking { get; set; }
    public bool Expired { get; set; }

    /// <summary>Of its booking's seats.</summary>
    public long? Epoch { get; set; }
}
