using Ticketing.SeatHolds.WaitingRooms;
using Ticketing.SeatHolds.WaitingRooms.Admission;
using Ticketing.SeatHolds.WaitingRooms.Places;

namespace Ticketing.Tests.Support.WaitingRooms;

/// <summary>
/// A sale in simulated time: the product's plan of admission, estimate and polls decide; rows and people are made up here. A second
/// is a step, as in production. The same seed gives the same sale.
/// </summary>
sealed class SimulatedSale(int cap, double rate, int seed)
{
    static readonly DateTimeOffset Opening = new(2030, 1, 4, 11, 0, 0, TimeSpan.Zero);
    static readonly WaitingRoomOptions Options = new();

    readonly Random random = new(seed);
    readonly List<Person> queue = [];
    readonly List<Person> inside = [];
    readonly List<(double At, long UpTo)> admissions = [];
    readonly List<(double Estimated, double Actual)> waits = [];
    WaitingRoomRow row = new(
        1, null, 1, cap, rate, Opening, new byte[32], 0, Opening, 0, 1_000_000, [], 0, 0, 0, 0, 0, 0, Opening, Opening, Opening, [1]);
    double now;

    /// <summary>From chance in [0, 1) to the length of a visit in seconds.</summary>
    public required Func<double, double> Visit { get; init; }

    /// <summary>The share of people who are not there when their turn comes.</summary>
    public required double Absent { get; init; }

    /// <summary>From when on, after the opening, what people are told is judged.</summary>
    public TimeSpan JudgedFrom { get; init; }

    public int MostInside { get; private set; }

    /// <summary>What people were told first (of what is judged), and how long it was from then until they took the pass, in seconds.</summary>
    public IReadOnlyList<(double Estimated, double Actual)> Waits => waits;

    /// <param name="early">People who are there at the opening.</param>
    /// <param name="later">People who come after it, evenly until <paramref name="lastAt"/>.</param>
    public SimulatedSale Run(int early, int later, TimeSpan lastAt)
    {
        while (admissions is [] || row.AdmittedUpTo < early + later || inside.Count > 0)
        {
            var due = early + (long)(later * Math.Min(1, now / lastAt.TotalSeconds));
            while (queue.Count < due)
                queue.Add(new Person(queue.Count, random.NextDouble() < Absent, now, queue.Count < early ? 2.5 * random.NextDouble() : 0));
            Step();
            People();
            now++;
        }

        return this;
    }

    void Step()
    {
        row = row with { Now = Opening.AddSeconds(now), Places = queue.Count };
        var seen = See();
        var plan = AdmissionPlan.Of(new ActiveWaitingRoom(row, null), seen, Options);
        if (plan.UpTo > row.AdmittedUpTo)
            admissions.Add((now, plan.UpTo));
        row = row with
        {
            AdmittedUpTo = plan.UpTo,
            LapsedUpTo = seen.LapsedUpTo,
            Budget = plan.Budget,
            AdmissionRate = plan.Rate,
            LeasesInUse = seen.Leases,
            Unclaimed = plan.Unclaimed,
            AdvancedAt = row.Now,
        };
    }

    /// <summary>What <see cref="Occupancy.ReadAsync"/> would find.</summary>
    Occupancy See()
    {
        inside.RemoveAll(person => person.LeavesAt <= now);
        MostInside = Math.Max(MostInside, inside.Count);
        var taken = queue.Take((int)row.AdmittedUpTo).Where(person => person.TookAt is not null).ToArray();
        var every = 1 + 2 * row.Cap / Occupancy.Sample;
        var latest = taken.Where(person => person.Place % every == 0).TakeLast(Occupancy.Sample).ToArray();
        return new Occupancy(
            inside.Count,
            taken.Count(person => person.Place >= row.LapsedUpTo),
            Math.Max(row.LapsedUpTo, admissions.LastOrDefault(step => step.At <= now - Options.UnclaimedAfter.TotalSeconds).UpTo),
            taken.Count(person => person.Place < row.LapsedUpTo && person.Place >= row.LapsedUpTo - Occupancy.Sample),
            [.. latest.Where(person => person.LeavesAt <= now).Select(person => person.LeavesAt!.Value - person.TookAt!.Value)],
            [.. latest.Where(person => person.LeavesAt > now).Select(person => now - person.TookAt!.Value)]);
    }

    void People()
    {
        for (var i = (int)row.LapsedUpTo; i < queue.Count; i++)
        {
            var person = queue[i];
            if (person.TookAt is not null || person.AsksAt > now + 1 || (person.IsAbsent && person.Estimated is not null))
                continue;

            if (person.Place >= row.AdmittedUpTo)
            {
                var estimate = WaitEstimate.Of(row, person.Place - row.AdmittedUpTo);
                if (person.AsksAt >= JudgedFrom.TotalSeconds)
                {
                    person.Estimated ??= Math.Ceiling(estimate);
                    person.LearntAt ??= person.AsksAt;
                }

                person.AsksAt += PollHint.Waiting(estimate, random);
            }
            else if (!person.IsAbsent)
            {
                person.TookAt = person.AsksAt;
                person.LeavesAt = person.TookAt + Visit(random.NextDouble());
                inside.Add(person);
                if (person.Estimated is { } estimated)
                    waits.Add((estimated, person.TookAt.Value - person.LearntAt!.Value));
            }
        }
    }

    sealed class Person(long place, bool isAbsent, double comesAt, double looksAfter)
    {
        public long Place => place;
        public bool IsAbsent => isAbsent;
        public double AsksAt { get; set; } = comesAt + looksAfter;
        public double? LearntAt { get; set; }
        public double? Estimated { get; set; }
        public double? TookAt { get; set; }
        public double? LeavesAt { get; set; }
    }
}
