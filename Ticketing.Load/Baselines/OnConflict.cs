using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Ticketing.Load.Baselines;

/// <summary>PostgreSQL with a row per held seat: the primary key decides, and who does not get both rows rolls back.</summary>
static class OnConflict
{
    public const string Insert =
        "INSERT INTO baseline_holds (showing, seat, hold, expires_at) VALUES ($1, $2, $4, now() + $5), ($1, $3, $4, now() + $5) ON CONFLICT DO NOTHING";

    public static void MapOnConflict(this IEndpointRouteBuilder routes) => routes.MapPost("/on-conflict/{showing:long}/{first:int}/{second:int}", HoldAsync);

    static async Task<Results<ContentHttpResult, Conflict>> HoldAsync(long showing, int first, int second, NpgsqlDataSource database, CancellationToken ct)
    {
        var hold = Guid.NewGuid();
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var insert = new NpgsqlCommand(Insert, connection, transaction)
        {
            Parameters =
            {
                new() { Value = showing }, new() { Value = first }, new() { Value = second }, new() { Value = hold }, new() { Value = BaselineHost.HoldDuration },
            },
        };
        if (await insert.ExecuteNonQueryAsync(ct) < 2)
            return BaselineAnswer.Of(held: false, "");

        await transaction.CommitAsync(ct);
        return BaselineAnswer.Of(held: true, hold.ToString("N"));
    }
}
