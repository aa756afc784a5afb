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
        services.AddSingleton<Rooms>();
        services.AddSingleton<Leases>();
        services.AddSingleton<RoomNews>();
        services.AddSingleton<PlaceNumbers>();
        services.AddSingleton<JoinLimits>();
        services.AddSingleton<JoinGate>();
        services.AddSingleton<WaitingRoomMetrics>();
        services.AddSingleton<BusyShowings>();
        services.AddSingleton<QueueStep>();
        services.AddSingleton<EndedRooms>();
        services.AddSingleton<FoundPlaces>();
        services.AddSingleton<ClaimSlots>();
        services.AddHostedService<AdmissionLoop>();
        services.AddSingleton<PassGate>();
        services.AddScoped<PassOffice>();
        services.AddExceptionHandler<WaitingRoomUnavailableHandler>();
    }

    public static void AddBoughtLeases(this WebApplicationBuilder builder) =>
        builder.AddConsumer<BookingConfirmed, BoughtLeases>(Queues.WaitingRooms);

    public static void MapWaitingRooms(this IEndpointRouteBuilder routes)
    {
        routes.MapRooms();
        routes.MapPlaces();
        routes.MapPasses();
    }
}
