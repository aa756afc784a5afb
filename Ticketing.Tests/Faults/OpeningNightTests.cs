namespace Ticketing.Tests.Faults;

/// <summary>Whatever breaks while a crowd buys, every seat ends up sold once and paid once.</summary>
[Trait("Category", "Faults")]
public sealed class OpeningNightTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    const int SeatCount = 80;

    [Fact]
    public Task Opening_WhenRedisIsEmptied_SellsEverySeatOnce() => RunAsync(redis => redis.EmptyAsync());

    [Fact]
    public Task Opening_WhenRedisIsKilledAndComesBack_SellsEverySeatOnce() => RunAsync(async redis =>
    {
        await redis.KillAsync();
        await redis.StartAsync();
    });

    [Fact]
    public Task Opening_WhenRedisComesBackWithOldData_SellsEverySeatOnce() => RunAsync(async redis =>
    {
        await redis.SaveAsync();
        await Task.Delay(TimeSpan.FromSeconds(1));
        await redis.KillAsync();
        await redis.StartAsync();
    });

    [Fact]
    public Task Opening_WhenRedisIsAwayForHalfAMinute_SellsEverySeatOnce() => RunAsync(async redis =>
    {
        await redis.KillAsync();
        await Task.Delay(TimeSpan.FromSeconds(30));
        await redis.StartAsync();
    });

    [Theory]
    [InlineData(-3)]
    [InlineData(3)]
    public Task Opening_WhenHostsDisagreeAboutTheTime_SellsEverySeatOnce(int minutes) => RunAsync(_ => Task.CompletedTask, TimeSpan.FromMinutes(minutes));

    async Task RunAsync(Func<RedisProcess, Task> disturb, TimeSpan secondClockIsAheadBy = default)
    {
        await using var redis = await RedisProcess.StartNewAsync();
        await using var first = await BookingWorld.StartAsync(app, nameof(OpeningNightTests), redis.ConnectionString);
        await using var second = await BookingWorld.StartAsync(app, nameof(OpeningNightTests), redis.ConnectionString, secondClockIsAheadBy);
        var showing = await first.GivenShowingAsync(seats: SeatCount);

        await new OpeningNight([first, second], showing, SeatCount).RunAsync(() => disturb(redis));
    }
}
