using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;
using Ticketing.Api.Bookings;
using Ticketing.Api.Payments;
using Ticketing.Api.Showings;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Customers;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;
using Ticketing.Core.Payments;
using Ticketing.Core.Seats;
using Ticketing.Core.Seats.Holds;
using Ticketing.Core.Seats.Loading;
using Ticketing.SeatHolds.SeatMap;
using Ticketing.Workers.Payments;

namespace Ticketing.Tests.Support.Bookings;

/// <summary>
/// The handlers of api and of the payments role with a clock that the test commands and the sandbox provider, whose clock is the real
/// one. The database and the Redis are those of the test's class. No host runs: what the relay and the consumers would do, a test does itself.
/// </summary>
sealed class BookingWorld : IAsyncDisposable
{
    public const string WebhookKey = "webhook-key-of-the-test";

    static readonly ConcurrentDictionary<string, Lazy<Task<(string Database, string Redis)>>> Servers = new();

    readonly IHost host;

    BookingWorld(IHost host, FakeTimeProvider clock, SandboxProcess sandbox)
    {
        this.host = host;
        Clock = clock;
        Sandbox = sandbox;
    }

    public FakeTimeProvider Clock { get; }
    public SandboxProcess Sandbox { get; }
    public IPaymentProvider Provider => host.Services.GetRequiredService<IPaymentProvider>();
    public CommitFailure Commits => host.Services.GetRequiredService<CommitFailure>();
    internal SeatStateStore SeatStates => host.Services.GetRequiredService<SeatStateStore>();
    public SeatReconciliation Seats => host.Services.GetRequiredService<SeatReconciliation>();
    public SeatHoldStore Holds => host.Services.GetRequiredService<SeatHoldStore>();
    internal TicketSigner Signer => host.Services.GetRequiredService<TicketSigner>();

    /// <param name="name">Worlds of one name share their database and Redis.</param>
    /// <param name="redis">Another Redis than that.</param>
    /// <param name="clockIsAheadBy">How wrong the clock of this world's host is.</param>
    /// <param name="sandbox">Another payment provider than the one that all tests share.</param>
    /// <param name="settings">Of the services, on top of those that every world has.</param>
    public static async Task<BookingWorld> StartAsync(TicketingApp app, string name, string? redis = null, TimeSpan clockIsAheadBy = default,
        SandboxProcess? sandbox = null, params (string Name, string Value)[] settings)
    {
        sandbox ??= await TicketingApp.GivenSandboxAsync();
        var servers = await Servers.GetOrAdd(name, _ => new(() => GivenServersAsync(app))).Value;
        // Redis keeps its own time, so the test's begins there.
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow() + clockIsAheadBy);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration["ConnectionStrings:ticketing"] = servers.Database;
        builder.Configuration["ConnectionStrings:redis"] = redis ?? servers.Redis;
        builder.Configuration["ConnectionStrings:rabbitmq"] = "amqp://nowhere.invalid";
        builder.Configuration["Payments:Url"] = sandbox.Address.ToString();
        builder.Configuration["Payments:Key"] = SandboxProcess.Key;
        builder.Configuration["Payments:WebhookKey"] = WebhookKey;
        builder.Configuration["Payments:Timeout"] = Eventually.Patience.ToString();
        builder.Configuration["BookingLinks:Key"] = "the-key-of-booking-links-of-the-test";
        builder.Configuration["PublicUrl"] = "http://web.example";
        builder.Configuration["Tickets:SigningKey"] = GivenSigningKey.Pkcs8();
        foreach (var (setting, value) in settings)
            builder.Configuration[setting] = value;

        builder.AddPaymentsRole();
        builder.AddSeatHolds();
        builder.Services.AddSingleton<SeatStateStore>();
        builder.AddBookings();
        builder.AddPayments();
        builder.AddShowingCancellations();
        builder.Services.AddSingleton<TimeProvider>(clock);
        // Each call is made once and without a limit: its retries and limits would wait for a clock that stands still.
        builder.Services.Configure<HttpClientFactoryOptions>(nameof(IPaymentProvider), client => client.HttpMessageHandlerBuilderActions.Clear());
        builder.Services.AddSingleton<CommitFailure>();
        builder.Services.ConfigureDbContext<TicketingDbContext>((services, options) => options.AddInterceptors(services.GetRequiredService<CommitFailure>()));

        var host = builder.Build();
        // As RedisWarmUp does in a service: connecting blocks, and a test's crowd would block every thread that it needs to end.
        _ = host.Services.GetRequiredService<IConnectionMultiplexer>();
        return new BookingWorld(host, clock, sandbox);
    }

    public async Task<Showing> GivenShowingAsync(TimeSpan? startsIn = null, TimeSpan? cutoffIn = null, int seats = 40)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<TicketingDbContext>().GivenShowingAsync(seats, startsIn, cutoffIn: cutoffIn);
    }

    /// <summary>Makes the showing one of a new film with this rating.</summary>
    public Task GivenRatingAsync(Showing showing, FilmRating rating) => ReadAsync(async context =>
    {
        var film = GivenCatalogue.AFilm($"test-{Guid.NewGuid():N}", rating);
        context.Add(film);
        await context.SaveChangesAsync();
        return await context.Showings.Where(s => s.Id == showing.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.FilmId, film.Id));
    });

    public static Customer GivenCustomer() => new(Guid.NewGuid(), IsMember: false, Email: null);

    /// <summary>A customer's hold of seats, and the order that books it.</summary>
    public async Task<(SeatHold Hold, BookingOrder Order)> GivenHoldAsync(Showing showing, Customer customer, params int[] seats)
    {
        var taken = await Holds.TakeAsync(showing.Id, customer.Id, seats, idempotencyKey: null, default);
        var hold = taken.ShouldBeOfType<TakeResult.Held>().Hold;
        return (hold, OrderOf(hold, $"{customer.Id:N}@customers.example"));
    }

    public static BookingOrder OrderOf(SeatHold hold, string email) =>
        new(hold.ShowingId, hold.Id, email, "ko", [.. hold.Seats.Order().Select(seat => new OrderedSeat(seat, Concession.Adult))]);

    public async Task<BookingResponse> GivenBookingAsync(Showing showing, Customer customer, params int[] seats)
    {
        var (_, order) = await GivenHoldAsync(showing, customer, seats);
        return Placed(await PlaceAsync(order, customer));
    }

    /// <summary>A booking whose customer has just paid at the provider.</summary>
    public async Task<(BookingResponse Booking, string Checkout)> GivenAuthorizedAsync(params int[] seats) =>
        await GivenAuthorizedAsync(await GivenShowingAsync(), seats);

    /// <summary>A booking of this showing whose customer has just paid at the provider.</summary>
    public async Task<(BookingResponse Booking, string Checkout)> GivenAuthorizedAsync(Showing showing, params int[] seats)
    {
        var (booking, checkout) = await GivenCheckoutAsync(showing, seats);
        await Sandbox.PayAsync(checkout);
        return (booking, checkout);
    }

    /// <summary>A booking whose customer is at the provider's page.</summary>
    public async Task<(BookingResponse Booking, string Checkout)> GivenCheckoutAsync(params int[] seats) =>
        await GivenCheckoutAsync(await GivenShowingAsync(), seats);

    async Task<(BookingResponse Booking, string Checkout)> GivenCheckoutAsync(Showing showing, int[] seats)
    {
        var customer = GivenCustomer();
        var booking = await GivenBookingAsync(showing, customer, seats);
        var payment = (await StartPaymentAsync(booking.Id, customer)).ShouldBeOfType<Ok<PaymentResponse>>().Value!;
        return (booking, CheckoutOf(payment));
    }

    /// <summary>The customer pays, and the payments role hears of it.</summary>
    public async Task PaysAsync(Guid bookingId, Customer customer)
    {
        var checkout = CheckoutOf((await StartPaymentAsync(bookingId, customer)).ShouldBeOfType<Ok<PaymentResponse>>().Value!);
        await Sandbox.PayAsync(checkout);
        await HandleAsync(checkout);
    }

    /// <summary>The provider's id of a payment that was started.</summary>
    public static string CheckoutOf(PaymentResponse payment) => new Uri(payment.CheckoutUrl).Segments[^1];

    public Task<IResult> PlaceAsync(BookingOrder order, Customer customer, string? key = null) =>
        InScopeAsync<PlaceBooking, IResult>(async handler => (await handler.HandleAsync(order, key ?? Guid.NewGuid().ToString(), customer, default)).Result);

    public Task<IResult> CorrectAsync(Guid bookingId, BookingOrder order, Customer customer) =>
        InScopeAsync<CorrectBooking, IResult>(async handler => (await handler.HandleAsync(bookingId, order, customer, default)).Result);

    public static BookingResponse Placed(IResult answer) => answer.ShouldBeOfType<Created<BookingResponse>>().Value!;

    public Task<IResult> StartPaymentAsync(Guid bookingId, Customer customer) =>
        InScopeAsync<StartPayment, IResult>(async handler => (await handler.HandleAsync(bookingId, customer, default)).Result);

    public Task<IResult> NotifyAsync(byte[] body, string signature) =>
        InScopeAsync<ReceiveNotification, IResult>(async handler => (await handler.HandleAsync(signature, body, default)).Result);

    /// <summary>Delivers the message that a webhook of the checkout leads to.</summary>
    public Task HandleAsync(string checkoutId, Guid? messageId = null) => InScopeAsync<PaymentNotifiedHandler>(handler =>
        handler.HandleAsync(new PaymentNotified(checkoutId), new MessageContext(messageId ?? Guid.NewGuid(), "payments", 1), default));

    public Task ExpireAsync() => InScopeAsync<BookingExpiry>(job => job.RunAsync(default));

    public Task ReconcileAsync() => InScopeAsync<PaymentReconciler>(job => job.RunAsync(default));

    public Task ScanAsync() => InScopeAsync<PaymentScan>(job => job.RunAsync(default));

    public Task<T> ReadAsync<T>(Func<TicketingDbContext, Task<T>> read) => InScopeAsync(read);

    public Task<Booking> BookingAsync(Guid id) => ReadAsync(context => context.Bookings.AsNoTracking()
        .Include(b => b.Seats).Include(b => b.Tickets).Include(b => b.PaymentAttempts).Include(b => b.Refunds).Include(b => b.Events).AsSplitQuery().SingleAsync(b => b.Id == id));

    /// <summary>The booking as its owner is told of it.</summary>
    public async Task<BookingResponse> AnswerAsync(Guid id) =>
        (await InScopeAsync<FindBooking, BookingResponse?>(bookings => bookings.SingleAsync(b => b.Id == id, default)))!;

    /// <summary>How many messages of a type wait in the outbox about the booking.</summary>
    public Task<int> MessagesAsync<TMessage>(Guid bookingId) => MessagesAsync<TMessage>("bookingId", bookingId);

    /// <summary>How many messages wait in the outbox about a checkout.</summary>
    public Task<int> MessagesAboutAsync(string checkoutId) => ReadAsync(context => context.OutboxMessages
        .CountAsync(m => EF.Functions.JsonContains(m.Payload, $$"""{"checkoutId":"{{checkoutId}}"}""")));

    public Task<int> MessagesAsync<TMessage>(string member, object value) => ReadAsync(context => context.OutboxMessages
        .CountAsync(m => m.Type == typeof(TMessage).Name && EF.Functions.JsonContains(m.Payload, $$"""{"{{member}}":"{{value}}"}""")));

    public Task InScopeAsync<TService>(Func<TService, Task> use)
        where TService : notnull => InScopeAsync<TService, bool>(async service =>
        {
            await use(service);
            return true;
        });

    public async ValueTask DisposeAsync()
    {
        if (host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
    }

    public async Task<TResult> InScopeAsync<TService, TResult>(Func<TService, Task<TResult>> use)
        where TService : notnull
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    static async Task<(string Database, string Redis)> GivenServersAsync(TicketingApp app)
    {
        var database = await app.GivenDatabaseAsync();
        await using var context = TicketingApp.CreateContext(database);
        await context.GivenCatalogueAsync();
        return (database, await TicketingApp.GivenRedisAsync());
    }
}

/// <summary>Makes the answer of one commit get lost, before or after it has happened.</summary>
sealed class CommitFailure : DbTransactionInterceptor
{
    int before, after;

    public void LoseNextBefore() => before = 1;

    public void LoseNextAfter() => after = 1;

    public override ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        Interlocked.Exchange(ref before, 0) == 1 ? throw new IOException("The connection broke before the commit.") : ValueTask.FromResult(result);

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        Interlocked.Exchange(ref after, 0) == 1 ? throw new IOException("The connection broke after the commit.") : Task.CompletedTask;
}
