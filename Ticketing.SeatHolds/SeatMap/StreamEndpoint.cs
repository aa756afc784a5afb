using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;
using Ticketing.Core.Customers;
using Ticketing.Core.Problems;
using Ticketing.Core.Seats;

namespace Ticketing.SeatHolds.SeatMap;

/// <summary>
/// <c>GET /live/showings/{id}/stream</c>: the seats as server-sent events. Begins with all seats (<c>seats</c>), or what has changed
/// since the version in <c>Last-Event-ID</c> or <c>since</c>; then <c>changes</c> as they come, <c>stale</c> and <c>fresh</c> as Redis
/// goes and comes back, and <c>resync</c> before the end where the client fell behind.
/// </summary>
static class StreamEndpoint
{
    /// <summary>In bytes, for each stream: what the network takes on credit for a client that does not read. A second or two of changes.</summary>
    const int SendBuffer = 16 * 1024;

    /// <summary>A client that takes less while something waits for it is cut off.</summary>
    static readonly MinDataRate SlowestClient = new(bytesPerSecond: 4096, gracePeriod: TimeSpan.FromSeconds(5));

    const int RetryAfterSeconds = 5;

    public static async Task StreamAsync(
        HttpContext http, long showingId, LiveShowings showings, UnknownShowings unknown, StreamLimits limits, StreamMetrics metrics, IHostApplicationLifetime lifetime)
    {
        using var place = limits.Enter(Customer.Of(http.User)?.Id, http.Connection.RemoteIpAddress);
        if (place is null || lifetime.ApplicationStopping.IsCancellationRequested)
        {
            metrics.Refused();
            await RefuseAsync(http);
            return;
        }

        if (await SeatMapEndpoints.FindAsync(http, showings, unknown, showingId) is not { } showing)
            return;

        if (await JoinAsync(http, showing, showings) is not { } stream)
        {
            await RefuseAsync(http);
            return;
        }

        try
        {
            await WriteAsync(http, stream);
        }
        catch (OperationCanceledException)
        {
            // The client has gone.
        }
        finally
        {
            showing.Leave(stream);
        }
    }

    /// <summary>Null if the showing was dropped, or all streams ended, in this moment.</summary>
    static async Task<SeatStream?> JoinAsync(HttpContext http, LiveShowing showing, LiveShowings showings)
    {
        var known = KnownVersion(http.Request);
        // What the client saw elsewhere already is read, or it would be shown the past. While Redis is away, so be it.
        if (known > showing.Version)
            await showings.ReadAsync(showing, http.RequestAborted);
        return showing.Join(known);
    }

    static async Task RefuseAsync(HttpContext http)
    {
        http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        await Problem.Unavailable("too_many_streams", "Too many live connections are open.").ExecuteAsync(http);
    }

    static async Task WriteAsync(HttpContext http, SeatStream stream)
    {
        var response = http.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        BoundWhatWaits(http);

        await response.BodyWriter.WriteAsync(StreamFrames.Retry, http.RequestAborted);
        await stream.WriteToAsync(response.BodyWriter, http.RequestAborted);
    }

    static void BoundWhatWaits(HttpContext http)
    {
        if (http.Features.Get<IConnectionSocketFeature>() is { } connection)
            connection.Socket.SendBufferSize = SendBuffer;
        // HTTP/2 does not know it by request, and has windows of its own.
        if (HttpProtocol.IsHttp11(http.Request.Protocol) && http.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
            rate.MinDataRate = SlowestClient;
    }

    /// <summary>A browser that comes back says what it got last; a page that has the seats from elsewhere says so in the address.</summary>
    static SeatVersion? KnownVersion(HttpRequest request)
    {
        foreach (var text in (string?[])[request.Headers["Last-Event-ID"], request.Query["since"]])
        {
            if (SeatVersion.TryParse(text, CultureInfo.InvariantCulture, out var version))
                return version;
        }

        return null;
    }
}

/// <summary>Settings of the live streams, section <c>Streams</c>; the limits are each replica's own.</summary>
sealed class StreamOptions
{
    /// <summary>Streams that one customer has open: a few windows.</summary>
    [Range(1, 1_000_000)]
    public int PerClient { get; set; } = 6;

    /// <summary>Streams from one address: a school or an office behind one.</summary>
    [Range(1, 1_000_000)]
    public int PerAddress { get; set; } = 200;

    [Range(1, 1_000_000)]
    public int Total { get; set; } = 20_000;

    /// <summary>Changes within this time go out together.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:01")]
    public TimeSpan Coalescing { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Frames that a client may be behind before it is sent away to begin anew.</summary>
    [Range(1, 1000)]
    public int Backlog { get; set; } = 16;

    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);
}

/// <summary>Sends every stream a sign of life, and ends them all when this replica stops, so that browsers go to another.</summary>
sealed class StreamHeartbeat(
    LiveShowings showings, IOptions<StreamOptions> options, TimeProvider clock, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var atTheEnd = lifetime.ApplicationStopping.Register(EndAll);
        using var timer = new PeriodicTimer(options.Value.Heartbeat, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var showing in showings.All)
                showing.Beat();
        }
    }

    void EndAll()
    {
        foreach (var showing in showings.All)
            showing.End();
    }
}
