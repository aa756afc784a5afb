using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Core.Customers;
using Ticketing.Web.Customers;

namespace Ticketing.Tests.Web;

/// <summary>A page makes its visitor a customer, and not any number of customers.</summary>
public sealed class GuestLimitsTests
{
    [Fact]
    public async Task Page_OfTooManyNewGuestsFromOneNetwork_IsRefused_AndOthersAreServed()
    {
        await using var service = await TestService.StartAsync(
            builder =>
            {
                builder.AddCustomers();
                builder.AddGuestCustomers();
            },
            app =>
            {
                app.Use((context, next) =>
                {
                    context.Connection.RemoteIpAddress = IPAddress.Parse(context.Request.Headers["X-From"].ToString());
                    return next(context);
                });
                app.UseRouting();
                app.UseAuthentication();
                app.UseGuestCustomers();
                app.UseAuthorization();
                app.MapGuests();
                app.MapGet("/", () => "a page").WithMetadata(new PageActionDescriptor { ViewEnginePath = "/Home/Index" });
            },
            ("Customers:Key", new string('c', 40)), ("Guests:Burst", "10"), ("Guests:PerSecond", "1"));

        var watch = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => GetAsync(service, $"2001:db8::{n:x}")));

        var guests = answers.Where(answer => answer.StatusCode == HttpStatusCode.OK).ToArray();
        guests.Length.ShouldBeInRange(10, 11 + (int)watch.Elapsed.TotalSeconds);
        answers.Except(guests).ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.TooManyRequests && answer.Headers.RetryAfter != null);
        (await GetAsync(service, "2001:db8:0:1::1")).StatusCode.ShouldBe(HttpStatusCode.OK);
        // By whichever way one becomes a guest.
        (await GetAsync(service, "2001:db8::1", path: "/guest")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        // Who is a customer already is not counted.
        var cookie = guests[0].Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        (await GetAsync(service, "2001:db8::1", cookie)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var again = await GetAsync(service, "2001:db8::1", cookie, "/guest");
        again.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        again.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    static async Task<HttpResponseMessage> GetAsync(TestService service, string from, string? cookie = null, string path = "/")
    {
        using var http = service.CreateClient();
        using var request = new HttpRequestMessage(path == "/" ? HttpMethod.Get : HttpMethod.Post, path);
        request.Headers.Add("X-From", from);
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        return await http.SendAsync(request);
    }
}
