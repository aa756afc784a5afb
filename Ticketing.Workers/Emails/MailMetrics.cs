using System.Diagnostics.Metrics;

namespace Ticketing.Workers.Emails;

sealed class MailMetrics
{
    readonly Counter<long> sent;
    readonly Counter<long> failed;

    public MailMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Ticketing.Emails");
        sent = meter.CreateCounter<long>("ticketing.mails.sent", "{mail}", "Mails that the SMTP server took, by kind.");
        failed = meter.CreateCounter<long>("ticketing.mails.failed", "{mail}", "Tries that the SMTP server did not take or answer, by kind and whether for good.");
    }

    public void Sent(MailKind kind) => sent.Add(1, new KeyValuePair<string, object?>("kind", kind.ToString()));

    public void Failed(MailKind kind, bool isFinal) => failed.Add(1, new("kind", kind.ToString()), new("final", isFinal));
}
