using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Requests;
using Ticketing.Web.Api;
using Ticketing.Web.Catalogue;
using Ticketing.Web.Pages.Bookings;
using Ticketing.Web.Pages.Checkout;
using Ticketing.Web.Pages.Waiting;

namespace Ticketing.Tests.Security;

/// <summary>Should answers on a shared connection ever get mixed up, nobody is shown another's: it is as if there were no answer.</summary>
[Trait("Category", "Security")]
[Trait("Asvs", "V5.2.6")]
public sealed class AnswerOfSomethingElseTests : IAsyncLifetime
{
    static readonly Guid Own = Guid.NewGuid(), Others = Guid.NewGuid();

    /// <summary>Whether the service answers as if the request before had been asked again.</summary>
    bool mixedUp;
    TestService service = null!;
    HttpClient http = null!;

    public async Task InitializeAsync()
    {
        service = await TestService.StartAsync(
            builder => builder.Services.ConfigureHttpJsonOptions(json =>
            {
                foreach (var converter in ApiJson.Options.Converters)
                    json.SerializerOptions.Converters.Add(converter);
            }),
            app =>
            {
                app.UseRouting();
                app.MapGet("/api/bookings/{id}", (Guid id) => Booking(mixedUp ? Others : id, 1));
                app.MapPost("/api/bookings", (BookingRequest asked) => Booking(Own, mixedUp ? asked.ShowingId + 1 : asked.ShowingId));
                app.MapPost("/api/bookings/{id}/cancellation", (Guid id) => new { bookingId = mixedUp ? Others : id });
                app.MapPost("/api/bookings/{id}/payments", (Guid id) => new { bookingId = mixedUp ? Others : id, checkoutUrl = "https://payments.example/1" });
                app.MapGet("/api/showings/{id}", (long id) => Showing(mixedUp ? id + 1 : id, "film", "cinema"));
                app.MapGet("/api/showings", (string film) => new[] { Showing(1, mixedUp ? "another" : film, "cinema") });
                app.MapGet("/api/showings/{showing}/holds/{id}", (string id) => new { holdId = mixedUp ? "other~hold" : id, seats = new[] { 1 } });
                app.MapGet("/live/showings/{id}/layout", (long id) => new { showingId = mixedUp ? id + 1 : id, seats = new[] { new { index = 0, row = "A", number = 1 } } });
                app.MapGet("/live/waiting-rooms", (long showing) => new { showingId = mixedUp ? showing + 1 : showing, room = new { id = 7, open = true, admitted = true } });
            });
        http = service.CreateClient();
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await service.DisposeAsync();
    }

    [Fact]
    public async Task Booking_OfAnother_IsNotShown()
    {
        var bookings = new BookingClient(http, NullLogger<BookingClient>.Instance);
        var request = new BookingRequest(1, "a~b", "a@b.example", "ko", []);
        (await bookings.FindAsync(Own, default))!.Id.ShouldBe(Own);
        (await bookings.BookAsync(request, RequestKey.New(), default)).OrThrow().Id.ShouldBe(Own);
        (await bookings.CancelAsync(Own, null, new(null), RequestKey.New(), default)).OrThrow().BookingId.ShouldBe(Own);
        (await bookings.PayAsync(Own, default)).OrThrow().CheckoutUrl.Host.ShouldBe("payments.example");

        mixedUp = true;

        await ShouldBeUnreachableAsync(() => bookings.FindAsync(Own, default));
        await ShouldBeUnreachableAsync(async () => (await bookings.BookAsync(request, RequestKey.New(), default)).OrThrow());
        await ShouldBeUnreachableAsync(async () => (await bookings.CancelAsync(Own, null, new(null), RequestKey.New(), default)).OrThrow());
        await ShouldBeUnreachableAsync(async () => (await bookings.PayAsync(Own, default)).OrThrow());
    }

    [Fact]
    public async Task ShowingAndHold_OfSomethingElse_AreNotShown()
    {
        var catalogue = new CatalogueClient(http, NullLogger<CatalogueClient>.Instance);
        var holds = new HoldClient(http, Cache(), NullLogger<HoldClient>.Instance);
        (await catalogue.ShowingAsync(3, default))!.Id.ShouldBe(3);
        (await catalogue.ShowingsAsync("film", null, new DateOnly(2026, 12, 1), default)).Count.ShouldBe(1);
        (await holds.FindAsync(3, "a~b", default))!.HoldId.ShouldBe("a~b");
        (await holds.SeatLabelsAsync(3, default)).ShouldBe(["A1"]);

        mixedUp = true;

        await ShouldBeUnreachableAsync(() => catalogue.ShowingAsync(3, default));
        await ShouldBeUnreachableAsync(() => catalogue.ShowingsAsync("film", null, new DateOnly(2026, 12, 1), default));
        await ShouldBeUnreachableAsync(() => holds.FindAsync(3, "a~b", default));
        await ShouldBeUnreachableAsync(async () => await holds.SeatLabelsAsync(4, default));
    }

    /// <summary>A room that does not answer stops nobody on the way to the seats: holds ask again.</summary>
    [Fact]
    public async Task Room_OfAnotherShowing_IsNone()
    {
        var rooms = new WaitingRoomClient(http, Cache(), NullLogger<WaitingRoomClient>.Instance);
        (await rooms.BeforeAsync(3, default))!.Id.ShouldBe(7);

        mixedUp = true;

        (await rooms.BeforeAsync(4, default)).ShouldBeNull();
    }

    static async Task ShouldBeUnreachableAsync<T>(Func<Task<T>> ask) =>
        (await Should.ThrowAsync<ApiException>(async () => await ask())).Problem.ShouldBe(ApiProblem.Unreachable);

    static HybridCache Cache()
    {
        var services = new ServiceCollection();
        services.AddHybridCache();
        return services.BuildServiceProvider().GetRequiredService<HybridCache>();
    }

    static BookingAnswer Booking(Guid id, long showing) =>
        new(id, "ACDEFGHJKM", showing, BookingStatus.Confirmed, 1, "KRW", DateTimeOffset.UnixEpoch, "a@b.example", []);

    static ShowingAnswer Showing(long id, string film, string cinema) => new(
        id, film, cinema, "1관", "Hall 1", AuditoriumFormat.Standard, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch,
        Cancelled: false, "ko", null, 40, 1);
}
