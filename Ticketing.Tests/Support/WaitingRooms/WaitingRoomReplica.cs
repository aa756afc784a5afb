using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Accounts;
using Ticketing.Core.Customers;
using Ticketing.SeatHolds.WaitingRooms;

namespace Ticketing.Tests.Support.WaitingRooms;

/// <summary>One process of the service that holds seats.</summary>
sealed class WaitingRoomReplica(TestService service)
{
    static readonly SocketsHttpHandler Connections = new() { UseCookies = false };

    public IServiceProvider Services => service.Services;

    public ActiveWaitingRooms Rooms => Services.GetRequiredService<ActiveWaitingRooms>();

    public Uri Address => service.Addresses[0];

    public Task StopAsync() => service.StopAsync();

    /// <summary>A customer who talks to this replica.</summary>
    /// <param name="browser">What the customer uses, if it keeps cookies.</param>
    /// <param name="address">Where the customer is, if not on this machine.</param>
    public WaitingCustomer GivenCustomer(Guid? id = null, HttpClient? browser = null, string? address = null)
    {
        var customer = id ?? Guid.NewGuid();
        var http = browser ?? new HttpClient(Connections, disposeHandler: false) { BaseAddress = service.Addresses[0] };
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", Services.GetRequiredService<CustomerTokens>().Issue(customer).Token);
        if (address is not null)
            http.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return new WaitingCustomer(http, customer);
    }

    /// <summary>A customer who has a place.</summary>
    public async Task<WaitingCustomer> GivenJoinedAsync(long roomId)
    {
        var customer = GivenCustomer();
        await customer.JoinsAsync(roomId);
        return customer;
    }

    /// <summary>A customer whose turn it is.</summary>
    public async Task<WaitingCustomer> GivenAdmittedAsync(long roomId)
    {
        await KnowsAsync(roomId, open: true);
        var customer = await GivenJoinedAsync(roomId);
        await customer.BecomesAsync(roomId, "admitted");
        return customer;
    }

    /// <summary>A customer who has a pass.</summary>
    public async Task<WaitingCustomer> GivenInsideAsync(long roomId)
    {
        var customer = await GivenAdmittedAsync(roomId);
        await customer.ClaimsAsync(roomId);
        return customer;
    }

    /// <summary>A member who was a guest until just now.</summary>
    public WaitingCustomer GivenMember(Guid formerGuest)
    {
        var tokens = Services.GetRequiredService<CustomerTokens>();
        var id = Guid.NewGuid();
        var now = TimeProvider.System.GetUtcNow();
        var session = new Session { Id = Guid.NewGuid(), MemberId = id, Kind = SessionKind.Customer, CreatedAt = now, UsedAt = now, ExpiresAt = now.AddDays(30) };
        var http = new HttpClient(Connections, disposeHandler: false) { BaseAddress = service.Addresses[0] };
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", tokens.Issue(session, $"{id:N}@members.example", formerGuest).Token);
        return new WaitingCustomer(http, id);
    }

    /// <summary>Waits until this replica has heard of the room.</summary>
    public Task KnowsAsync(long roomId, bool open = false) =>
        Eventually.BecomesAsync(() => Task.FromResult(Services.GetRequiredService<ActiveWaitingRooms>().Find(roomId)), room => room is not null && (!open || room.IsOpen));
}
