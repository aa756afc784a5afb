using System.ComponentModel.DataAnnotations;
using System.Text;
using Ticketing.Core.Bookings;
using Ticketing.Core.Messaging;
using Ticketing.SeatHolds.WaitingRooms.Admission;
using Ticketing.SeatHolds.WaitingRooms.Passes;
using Ticketing.SeatHolds.WaitingRooms.Places;

namespace Ticketing.SeatHolds.WaitingRooms;

static class WaitingRoomExtensions
{
    /// <summary>Needs the database and Redis.</summary>
    public static void AddWaitingRooms(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<WaitingRoomOptions>().BindConfiguration("WaitingRoom").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<ActiveWaitingRooms>();
        services.AddSingleton<Leases>();
        services.AddSingleton<ActiveWaitingRoomsRefresh>();
        services.AddSingleton<PlaceNumbers>();
        services.AddSingleton<JoinLimits>();
        services.AddSingleton<JoinGate>();
        services.AddSingleton<WaitingRoomMetrics>();
        services.AddSingleton<BusyShowings>();
        services.AddSingleton<QueueStep>();
        services.AddSingleton<EndedWaitingRooms>();
        services.AddSingleton<FoundPlaces>();
        services.AddSingleton<ClaimSlots>();
        services.AddHostedService<AdmissionLoop>();
        services.AddSingleton<PassGate>();
        services.AddScoped<PassIssuer>();
        services.AddExceptionHandler<WaitingRoomUnavailableHandler>();
    }

    public static void AddBoughtLeases(this WebApplicationBuilder builder) =>
        builder.AddConsumer<BookingConfirmed, BoughtLeases>(Queues.WaitingRooms);

    public static void MapWaitingRooms(this IEndpointRouteBuilder routes)
    {
        routes.MapActiveWaitingRooms();
        routes.MapPlaces();
        routes.MapPasses();
    }
}

/// <summary>Settings, section <c>WaitingRoom</c>.</summary>
sealed class WaitingRoomOptions : IValidatableObject
{
    const int MinimumKeyBytes = 32;

    /// <summary>Signs places and passes, alike in every replica; at least 32 bytes in UTF-8.</summary>
    public string Key { get; set; } = "";

    /// <summary>The key before this one: what it signed still holds, nothing new is signed with it.</summary>
    public string? PreviousKey { get; set; }

    /// <summary>How long somebody may stay inside to choose seats.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "02:00:00")]
    public TimeSpan PassDuration { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a turn waits for its customer before it is given on.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan UnclaimedAfter { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a queue moves on, and how often replicas ask PostgreSQL for news.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:10")]
    public TimeSpan StepInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long people are thought to stay inside, until there is experience.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "02:00:00")]
    public TimeSpan TypicalVisit { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>
    /// Requests per second for holds of one showing at one replica above which a room comes by itself; 0 is never. At 200 a second the
    /// largest auditorium is fought over within seconds, and a replica is still far from what it can bear.
    /// </summary>
    [Range(0, 1_000_000)]
    public int AutomaticAbove { get; set; } = 200;

    /// <summary>Customers inside at a time, of a room that came by itself.</summary>
    [Range(1, 1_000_000)]
    public int AutomaticCap { get; set; } = 300;

    /// <summary>Customers per second let in, of a room that came by itself.</summary>
    [Range(0.01, 10_000)]
    public double AutomaticRate { get; set; } = 20;

    /// <summary>How long there must have been neither queue nor load before a room that came by itself goes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan QuietFor { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>How long the steps and leases of a room are kept after its end, to look into complaints.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan KeptFor { get; set; } = TimeSpan.FromDays(1);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Encoding.UTF8.GetByteCount(Key) < MinimumKeyBytes)
            yield return new ValidationResult($"WaitingRoom:Key must have at least {MinimumKeyBytes} bytes.");
        if (PreviousKey is { Length: > 0 } && Encoding.UTF8.GetByteCount(PreviousKey) < MinimumKeyBytes)
            yield return new ValidationResult($"WaitingRoom:PreviousKey must have at least {MinimumKeyBytes} bytes, or be left out.");
    }
}
