using System.Data;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Ticketing.Api.Audit;
using Ticketing.Api.Staff;
using Ticketing.Core.Database;
using Ticketing.Core.Problems;

namespace Ticketing.Api.Tickets;

/// <summary>What a door downloads to check tickets without the network.</summary>
static class LiveTicketEndpoints
{
    /// <summary>Signs with <c>Tickets:ListKey</c> (PKCS#8, base64), which is another key than the one that signs tickets.</summary>
    /// <exception cref="InvalidOperationException">The setting is missing.</exception>
    public static void AddLiveTickets(this IHostApplicationBuilder builder)
    {
        var key = builder.Configuration["Tickets:ListKey"] ?? throw new InvalidOperationException("The setting Tickets:ListKey is missing.");
        var signer = new TicketListSigner(key);
        builder.Services.AddSingleton(_ => signer);
        builder.Services.AddScoped<ListLiveTickets>();
    }

    public static void MapLiveTickets(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/staff/showings/{showingId:long}/live-tickets", Find).WithTags("Staff")
            .RequireStaff()
            .AuditsRead("live_tickets.read", (http, _) => $"showing:{http.GetRouteValue("showingId")}");

    /// <summary>304 if the tickets are those that the client has, which then are as of now.</summary>
    static async Task<Results<Ok<LiveTicketsResponse>, StatusCodeHttpResult, ProblemHttpResult>> Find(
        long showingId, [FromHeader(Name = "If-None-Match")] string? known, ListLiveTickets tickets, TicketListSigner signer, HttpResponse response, CancellationToken ct)
    {
        response.Headers.CacheControl = "no-store";
        if (await tickets.OfAsync(showingId, ct) is not { } list)
            return Problem.NotFound("showing_not_found", "There is no such showing.");

        var tag = TagOf(list);
        response.Headers.ETag = tag;
        return known == tag ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(new LiveTicketsResponse(signer.Sign(list)));
    }

    /// <summary>Weak, since every signed list is another text: it tells what the list says but for when.</summary>
    static string TagOf(LiveTickets list)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(list with { Version = 0, AsOf = default });
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content))}\"", isWeak: true).ToString();
    }
}

/// <param name="List">See <see cref="TicketList"/>; to be kept as it is, and verified whenever it is read.</param>
sealed record LiveTicketsResponse(string List);

/// <summary>Reads which tickets of a showing let somebody in.</summary>
sealed class ListLiveTickets(TicketingDbContext context)
{
    /// <summary>Null if there is no such showing.</summary>
    public async Task<LiveTickets?> OfAsync(long showingId, CancellationToken ct)
    {
        // Before the look at the tickets, so that what was committed by then is on the list; and by the one clock that all replicas of
        // this service share, so that the later of two lists knows no less.
        var asOf = await context.Database.SqlQuery<DateTimeOffset>($"""SELECT clock_timestamp() AS "Value" """).SingleAsync(ct);

        // The showing and its tickets as they are at one instant.
        await using var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        if (await context.Showings.AsNoTracking().SingleOrDefaultAsync(s => s.Id == showingId, ct) is not { } showing)
            return null;

        var tickets = await (
            from seat in context.BookingSeats
            join ticket in context.Tickets on seat.Id equals ticket.BookingSeatId
            where seat.ShowingId == showingId && ticket.CancelledAt == null
            orderby seat.Seat.Index
            select new { ticket.Id, seat.Seat.Row, seat.Seat.Number, seat.Concession }).ToListAsync(ct);
        var version = (asOf - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        return new LiveTickets(
            showing.Id, showing.StartsAt, showing.EndsAt, showing.CancelledAt is not null, version, asOf, tickets.Count,
            [.. tickets.Select(ticket => new LiveTicket(ticket.Id, $"{ticket.Row}{ticket.Number}", ticket.Concession))]);
    }
}
