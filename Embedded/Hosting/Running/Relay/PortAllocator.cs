namespace Aspire.Hosting.Running.Relay;

/// <summary>
/// Hands out free loopback ports, each once in this process. They lie below the range that the kernel takes outgoing connections'
/// ports from, so nothing else grabs one before its server starts.
/// </summary>
static class PortAllocator
{
    const int First = 20_000;
    const int End = 32_000;

    static readonly HashSet<int> Given = [];

    public static int Next()
    {
        lock (Given)
        {
            for (var attempt = 0; attempt < End - First; attempt++)
            {
                // Random, so that stacks that start at the same time do not meet.
                var port = Random.Shared.Next(First, End);
                if (Loopback.IsFree(port) && Given.Add(port))
                    return port;
            }
        }

        throw new DistributedApplicationException($"No free port between {First} and {End}.");
    }
}
