using Ticketing.AppHost.Servers;

namespace Ticketing.AppHost;

static class SandboxLedger
{
    /// <summary>
    /// The file in which the sandbox keeps its payments, with the mails beside it. It lives as long as the database does:
    /// payments of bookings that nobody knows would all have to be refunded.
    /// </summary>
    public static string PathIn(string appHostDirectory, DataFolders folders, bool keepData) => keepData
        ? Path.Combine(appHostDirectory, ".sandbox", "ledger.jsonl")
        : Path.Combine(folders.Of("sandbox"), "ledger.jsonl");
}
