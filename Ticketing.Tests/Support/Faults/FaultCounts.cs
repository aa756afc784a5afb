using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Ticketing.Tests.Support.Faults;

/// <summary>The suites' table: what each fault left.</summary>
sealed class FaultCounts
{
    const string Columns = "| fault | purchases, as customers saw them end | bookings confirmed | captures | refunds | voids | mails | duplicates |";

    public static FaultCounts OfRun { get; } = new();

    readonly ConcurrentQueue<(string What, FaultCount Counts)> evenings = new();

    public void Add(string what, FaultCount counts) => evenings.Enqueue((what, counts));

    /// <summary>Writes what is known so far to <c>artifacts/faults/counts.md</c> and returns it.</summary>
    public string Save()
    {
        // The suites end at about the same time.
        lock (evenings)
        {
            var table = new StringBuilder().AppendLine(Columns).AppendLine("|---|---|---|---|---|---|---|---|");
            foreach (var (what, counts) in evenings)
            {
                table.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"| {what} | {counts.Purchases} | {counts.Confirmed} | {counts.Captures} | {counts.Refunds} | {counts.Voids} | {counts.Mails} | {counts.Duplicates} |");
            }

            var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "faults")).FullName;
            File.WriteAllText(Path.Combine(folder, "counts.md"), table.ToString());
            return table.ToString();
        }
    }
}
