namespace Ticketing.Core.Catalogue;

/// <summary>A hall of a cinema. Its seats in <see cref="Seat.Index"/> order are its layout.</summary>
public sealed class Auditorium
{
    /// <summary>Short name used in addresses, e.g. <c>seoul-gangnam-imax</c>.</summary>
    public required string Id { get; init; }

    public required string CinemaId { get; init; }
    public Cinema Cinema { get; init; } = null!;
    public required string NameKo { get; set; }
    public required string NameEn { get; set; }
    public required AuditoriumFormat Format { get; set; }

    public List<Seat> Seats { get; } = [];

    /// <param name="language"><c>ko</c> or <c>en</c>.</param>
    public string NameIn(string language) => language == "ko" ? NameKo : NameEn;
}

/// <summary>One place to sit (or to park a wheelchair) in an auditorium.</summary>
public sealed class Seat
{
    public int Id { get; init; }
    public required string AuditoriumId { get; init; }

    /// <summary>Place in the layout, from 0, front row first and left to right; also its byte in the seat states.</summary>
    public required int Index { get; init; }

    /// <summary>Row letter as printed on the ticket, e.g. <c>H</c>.</summary>
    public required string Row { get; init; }

    /// <summary>Number within the row as printed on the ticket, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Column of the drawing grid, from 0 at the left; aisles are columns without a seat.</summary>
    public required int X { get; init; }

    /// <summary>Line of the drawing grid, from 0 at the screen; cross aisles are lines without a seat.</summary>
    public required int Y { get; init; }

    public required SeatKind Kind { get; init; }
    public required SeatZone Zone { get; init; }

    /// <summary>As people say it: row and number, e.g. <c>H12</c>.</summary>
    public string Label => $"{Row}{Number}";
}
