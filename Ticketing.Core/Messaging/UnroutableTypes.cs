using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Ticketing.Core.Messaging;

/// <summary>
/// Types of messages that no queue took a moment ago. They are left alone for that moment, so that they do not fill every batch and
/// keep back those that can be delivered.
/// </summary>
sealed class UnroutableTypes(IOptions<MessagingOptions> options, TimeProvider clock)
{
    readonly ConcurrentDictionary<string, DateTimeOffset> until = new();

    public void Add(string type) => until[type] = clock.GetUtcNow() + options.Value.FailureDelay;

    public string[] Current()
    {
        var now = clock.GetUtcNow();
        return [.. until.Where(type => type.Value > now).Select(type => type.Key)];
    }
}
