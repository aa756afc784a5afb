using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Ticketing.Load.Baselines;

/// <summary>PostgreSQL with a row per seat: one transaction that locks the rows, looks at them, and changes them.</summary>
static class ForUpdate
{
    public const string Select = "SELECT coalesce(expires_at > now(), false) FROM baseline_seats WHERE showing = $1 AND seat = ANY($2) ORDER BY seat FOR UPDATE";
    public const string Update = "UPDATE baseline_seats SET hold = $3, expires_at = now() + $4 WHERE showing = $1 AND seat = ANY($2)";

    public static void MapForUpdate(this IEndpointRouteBuilder routes) => routes.MapPost("/for-update/{showing:long}/{first:int}/{second:int}", HoldAsync);

    static async Task<Results<ContentHttpResult, Conflict>> HoldAsync(long showing, int first, int second, NpgsqlDataSource database, CancellationToken ct)
    {
        var hold = Guid.NewGuid();
        int[] seats = [first, second];
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var select = new NpgsqlCommand(Select, connection, transaction) { Parameters = { new() { Value = showing }, new() { Value = seats } } })
        await using (var rows = await select.ExecuteReaderAsync(ct))
        {
            while (await rows.ReadAsync(ct))
            {
                if (rows.GetBoolean(0))
                    return BaselineAnswer.Of(held: false, "");
            }
        }

        await using var update = new NpgsqlCommand(Update, connection, transaction)
        {
            Parameters = { new() { Value = showing }, new() { Value = seats }, new() { Value = hold }, new() { Value = BaselineHost.HoldDuration } },
        };
        await update.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return BaselineAnswer.Of(held: true, hold.ToString("N"));
    }
}
