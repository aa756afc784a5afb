namespace Ticketing.Core.WaitingRooms;

/// <summary>One step of a queue: everybody from one position up to another had their turn at an instant.</summary>
public sealed class WaitingRoomAdmission
{
    public long Id { get; init; }
    public required long RoomId { get; init; }
    public required long FromPosition { get; init; }

    /// <summary>The first position that was not let in.</summary>
    public required long UpTo { get; init; }

    public required DateTimeOffset AdmittedAt { get; init; }

    /// <summary>When those of them who have not come are given up; put off while they cannot come.</summary>
    public required DateTimeOffset LapsesAt { get; set; }
}
