namespace Ticketing.Load.Scenarios.OpeningNight;

/// <summary>Those who make an opening hard: people who reload all the time, and programs that take no hint.</summary>
static class ReloadersAndBots
{
    /// <summary>Reloads the page of a showing every second or so, and never buys.</summary>
    public static async Task ReloadAsync(Night night, int number, CancellationToken ct)
    {
        var showing = night.Choose(number);
        var random = new Random(number);
        await UntilTheEndAsync(night, async () =>
        {
            await night.Steps.StepAsync("reload", () => night.Rooms.FindAsync(showing, ct), room => room is null ? "none" : "room");
            await night.Steps.StepAsync("reload", () => night.Holds.StatesAsync(showing, min: null, ct), _ => "200");
            await Task.Delay(TimeSpan.FromSeconds(0.5 + random.NextDouble()), ct);
        });
    }

    /// <summary>Joins, asks ten times a second and tries to hold without a pass.</summary>
    public static async Task BotAsync(Night night, int number, CancellationToken ct)
    {
        var (customer, showing) = (night.NewCustomer(), night.Choose(number));
        string? token = null;
        await UntilTheEndAsync(night, async () =>
        {
            if (await night.Rooms.FindAsync(showing, ct) is { } room)
            {
                token ??= (await night.Steps.StepAsync("bot join", () => night.Rooms.JoinAsync(customer, room, ct))).Body?.Token;
                if (token is not null)
                    await night.Steps.StepAsync("bot poll", () => night.Rooms.AskAsync(room, token, ct));
            }

            await night.Steps.StepAsync("bot hold", () => night.Holds.HoldAsync(customer, showing, AnyPair(number, night.SeatsPerShowing), ct), answer => answer.Word);
            await Task.Delay(TimeSpan.FromMilliseconds(100), ct);
        });
    }

    static int[] AnyPair(int number, int seats)
    {
        var left = (number * 7919) % (seats / 2) * 2;
        return [left, left + 1];
    }

    static async Task UntilTheEndAsync(Night night, Func<Task> round)
    {
        try
        {
            while (true)
                await night.Steps.StepAsync("reloader or bot", () => RoundAsync(round), ended => ended);
        }
        catch (OperationCanceledException)
        {
            // The night is over.
        }
    }

    /// <summary>Who is refused in whatever way tries again.</summary>
    static async Task<string> RoundAsync(Func<Task> round)
    {
        try
        {
            await round();
            return "round";
        }
        catch (HttpRequestException refused)
        {
            return $"round cut short: {refused.StatusCode}";
        }
    }
}
