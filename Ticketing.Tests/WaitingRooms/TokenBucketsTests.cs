using Microsoft.Extensions.Time.Testing;
using Ticketing.SeatHolds.RateLimiting;

namespace Ticketing.Tests.WaitingRooms;

public sealed class TokenBucketsTests
{
    readonly FakeTimeProvider clock = new();

    [Fact]
    public void TryTake_UntilTheBurstIsUsedUp_ThenSaysWhenToComeAgain()
    {
        var buckets = new TokenBuckets<string>(burst: 3, perSecond: 2, clock);

        TakeAll(buckets, "a").ShouldBe(3);

        buckets.TryTake("a", out var retryAfter).ShouldBeFalse();
        retryAfter.ShouldBe(TimeSpan.FromSeconds(0.5));
        buckets.TryTake("b", out _).ShouldBeTrue("everybody has a bucket of their own");
    }

    [Theory]
    [InlineData(0.4, 0)]
    [InlineData(0.5, 1)]
    [InlineData(1, 2)]
    [InlineData(100, 3)]
    public void TryTake_AfterAWhile_FindsWhatHasComeIn_AndNoMoreThanTheBucketHolds(double seconds, int expected)
    {
        var buckets = new TokenBuckets<string>(burst: 3, perSecond: 2, clock);
        TakeAll(buckets, "a");

        clock.Advance(TimeSpan.FromSeconds(seconds));

        TakeAll(buckets, "a").ShouldBe(expected);
    }

    [Fact]
    public void TryTake_WhenRefused_TakesNothing()
    {
        var buckets = new TokenBuckets<string>(burst: 1, perSecond: 1, clock);
        TakeAll(buckets, "a");
        for (var tries = 0; tries < 10; tries++)
            buckets.TryTake("a", out _).ShouldBeFalse();

        clock.Advance(TimeSpan.FromSeconds(1));

        buckets.TryTake("a", out _).ShouldBeTrue();
    }

    [Fact]
    public void IsEmpty_IsTrueWhileThereIsNoToken_AndTakesNone()
    {
        var buckets = new TokenBuckets<string>(burst: 2, perSecond: 1, clock);
        buckets.IsEmpty("a").ShouldBeFalse();
        buckets.TryTake("a", out _);
        buckets.IsEmpty("a").ShouldBeFalse();
        buckets.TryTake("a", out _);
        buckets.IsEmpty("a").ShouldBeTrue();

        clock.Advance(TimeSpan.FromSeconds(1));

        buckets.IsEmpty("a").ShouldBeFalse();
        TakeAll(buckets, "a").ShouldBe(1);
    }

    [Fact]
    public void Count_AfterAMinute_IsOfBucketsThatAreNotFull()
    {
        var buckets = new TokenBuckets<int>(burst: 100, perSecond: 1, clock);
        for (var key = 0; key < 50; key++)
            buckets.TryTake(key, out _);
        for (var taken = 0; taken < 100; taken++)
            buckets.TryTake(50, out _);
        buckets.Count.ShouldBe(51);

        clock.Advance(TimeSpan.FromMinutes(1));

        buckets.TryTake(50, out _).ShouldBeTrue();
        buckets.Count.ShouldBe(1);
    }

    static int TakeAll(TokenBuckets<string> buckets, string key)
    {
        var taken = 0;
        while (taken < 100_000 && buckets.TryTake(key, out _))
            taken++;
        return taken;
    }
}
