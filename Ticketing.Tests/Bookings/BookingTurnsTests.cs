using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Api.Bookings;

namespace Ticketing.Tests.Bookings;

/// <summary>However many requests about one booking come at once, few of them have a connection of the database.</summary>
[Trait("Category", "Security")]
[Trait("Asvs", "V11.1.4")]
public sealed class BookingTurnsTests
{
    [Fact]
    public async Task Requests_AboutOneBooking_WaitForEachOtherOutsideTheDatabaseOrAreRefused()
    {
        const int sent = 40;
        var flooded = Guid.NewGuid();
        var (served, going) = (0, new TaskCompletionSource());
        await using var service = await TestService.StartAsync(
            builder => builder.Services.AddSingleton<BookingTurns>(),
            app =>
            {
                app.UseRouting();
                app.MapPost("/{id}", async (Guid id) =>
                {
                    if (id == flooded)
                    {
                        Interlocked.Increment(ref served);
                        await going.Task;
                    }
                }).AddEndpointFilter(BookingTurns.TakeAsync);
            });
        using var http = service.CreateClient();

        var flood = Enumerable.Range(0, sent).Select(n => http.PostAsync(n % 2 == 0 ? $"/{flooded}" : $"/{flooded:B}".ToUpperInvariant(), content: null)).ToList();
        await Eventually.BecomesAsync(() => Task.FromResult(flood.Count(answer => answer.IsCompleted)), refused => refused == sent - BookingTurns.AtOnce - BookingTurns.InLine);
        served.ShouldBe(BookingTurns.AtOnce);
        (await http.PostAsync($"/{Guid.NewGuid()}", content: null)).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);

        going.SetResult();
        var answers = await Task.WhenAll(flood);
        answers.Count(answer => (int)answer.StatusCode == StatusCodes.Status200OK).ShouldBe(BookingTurns.AtOnce + BookingTurns.InLine);
        answers.Where(answer => (int)answer.StatusCode != StatusCodes.Status200OK)
            .ShouldAllBe(answer => (int)answer.StatusCode == StatusCodes.Status429TooManyRequests && answer.Headers.RetryAfter != null);
    }
}
