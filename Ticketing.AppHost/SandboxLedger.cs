namespace Ticketing.AppHost;

static class SandboxLedger
{
    /// <summary>
    /// The file in which the sandbox keeps its payments, with the mails beside it. It lives as long as the database does:
    /// payments of bookings that nobody knows would all have to be refunded.
    /// </summary>
    public static string PathIn(string appHostDirectory, bool keepData) => keepData
        ? Path.Combine(appHostDirectory, ".sandbox", "ledger.jsonl")
        : Path.Combine(Path.GetTempPath(), $"ticketing-sandbox-{Guid.NewGuid():N}", "ledger.jsonl");
}
