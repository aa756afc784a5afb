using System.Buffers;
using System.Text.Json;
using Ticketing.SeatHolds.WaitingRooms.Places;

namespace Ticketing.Tests.WaitingRooms;

public sealed class PollTests
{
    static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, 125, TimeSpan.Zero);

    public static TheoryData<object> Statuses => new()
    {
        new PlaceStatus(PlaceState.Early, 0, 0, null, 8.25, Noon),
        new PlaceStatus(PlaceState.Waiting, 100_000, 99_999, 5000, 9, null),
        new PlaceStatus(PlaceState.Admitted, long.MaxValue, long.MaxValue, int.MaxValue, 1.123, Noon),
        PlaceStatus.Closed,
    };

    [Theory]
    [MemberData(nameof(Statuses))]
    public void Json_OfAStatus_IsWhatASerializerReads(object written)
    {
        var status = (PlaceStatus)written;
        var buffer = new ArrayBufferWriter<byte>();
        PlaceStatusJson.Write(buffer, status).ShouldBe(buffer.WrittenCount);

        var read = JsonSerializer.Deserialize<PlaceResponse>(buffer.WrittenSpan, ContractJson.Options)!;

        read.State.ShouldBe(status.State);
        (read.Place, read.Ahead, read.EstimatedSeconds).ShouldBe((status.Place, status.Ahead, status.EstimatedSeconds));
        (read.PollAfterSeconds, read.OpensAt).ShouldBe((status.PollAfterSeconds, status.OpensAt));
    }

    [Theory]
    [InlineData(1, 1, 2)]
    [InlineData(30, 1.5, 3)]
    [InlineData(300, 7.8, 10.2)]
    [InlineData(10_000, 7.8, 10.2)]
    public void Hint_GrowsWithTheWait(double wait, double least, double most)
    {
        var hints = Enumerable.Range(0, 1000).Select(_ => PollHint.Waiting(wait)).ToArray();
        hints.ShouldAllBe(hint => hint >= least && hint <= most);
        hints.Distinct().Count().ShouldBeGreaterThan(10, "a crowd must not ask in step");
    }

    [Fact]
    public void Hint_BeforeTheOpening_AsksAgainSoonAfterIt()
    {
        PollHint.BeforeOpening(TimeSpan.FromHours(1)).ShouldBeInRange(7, 10.5);
        PollHint.BeforeOpening(TimeSpan.FromSeconds(1)).ShouldBeInRange(1.5, 3.5);
        PollHint.BeforeOpening(TimeSpan.FromSeconds(-1)).ShouldBeInRange(1, 2);
    }
}
