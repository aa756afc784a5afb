using System.Diagnostics.Metrics;

namespace Ticketing.Workers.Emails;

sealed class MailMetrics
{
    readonly Counter<long> sent;

    public MailMetrics(IMeterFactory meters) =>
        sent = meters.Create("Ticketing.Emails").CreateCounter<long>("ticketing.mails.sent", "{mail}", "Mails that the SMTP server took, by kind.");

    public void Sent(string kind) => sent.Add(1, new KeyValuePair<string, object?>("kind", kind));
}
