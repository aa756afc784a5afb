using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Ticketing.Core.Problems;
using Ticketing.Web.Api;
using Ticketing.Web.Pages.Account;
using Ticketing.Web.Pages.Staff;

namespace Ticketing.Tests.Security;

/// <summary>
/// What a form brings is up to six times as long in JSON. A service that reads no more hangs up, which would count as its absence, and
/// open the circuit of everybody's sign-ins.
/// </summary>
[Trait("Category", "Security")]
[Trait("Asvs", "V11.1.4")]
public sealed class LongBodyTests : IAsyncLifetime
{
    /// <summary>As web still reads it in a form.</summary>
    static readonly string Long = new('\'', 60_000);

    readonly SignInLimits limits = GivenLimits();
    int asked;
    TestService service = null!;
    HttpClient http = null!;
    StaffClient staff = null!;

    public async Task InitializeAsync()
    {
        service = await TestService.StartAsync(_ => { }, app => app.Run(context =>
        {
            asked++;
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }));
        http = service.CreateClient();
        staff = new StaffClient(http, new HttpContextAccessor(), limits, NullLogger<StaffClient>.Instance);
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        limits.Dispose();
        await service.DisposeAsync();
    }

    [Fact]
    public async Task Password_LongerThanServicesRead_IsNotSent()
    {
        var accounts = new ByMailClient(http, NullLogger<ByMailClient>.Instance);

        ShouldBe(await staff.SignInAsync("staff@ticketing.example", Long, code: null, default), StatusCodes.Status413PayloadTooLarge, ProblemCodes.BodyTooLarge);
        ShouldBe(await staff.ChangePasswordAsync(Long, "another", default), StatusCodes.Status413PayloadTooLarge, ProblemCodes.BodyTooLarge);
        ShouldBe(await accounts.UseLinkAsync(MailedLink.Reset, "token", Long, default), StatusCodes.Status413PayloadTooLarge, ProblemCodes.BodyTooLarge);
        asked.ShouldBe(0);

        // Much longer than passwords may be: the service says what is wrong with it.
        ShouldBe(await staff.SignInAsync("staff@ticketing.example", Long[..5000], code: null, default), StatusCodes.Status401Unauthorized, "unknown");
        asked.ShouldBe(1);
    }

    /// <summary>As customers' sign-ins, which web has always counted itself.</summary>
    [Fact]
    public async Task SignInOfStaff_TriedWithoutEnd_IsNotSentAnyMore()
    {
        for (var attempt = 0; attempt < 30; attempt++)
            await staff.SignInAsync("staff@ticketing.example", "wrong horse battery", code: null, default);

        ShouldBe(await staff.SignInAsync(" STAFF@ticketing.example", "wrong horse battery", code: null, default), StatusCodes.Status429TooManyRequests, ProblemCodes.TooManyRequests);
        asked.ShouldBeInRange(3, 20);
    }

    static SignInLimits GivenLimits() => new(Options.Create(new SignInOptions()), new HttpContextAccessor());

    static void ShouldBe<T>(ApiAnswer<T> answer, int status, string code) where T : class
    {
        answer.Succeeded(out _, out var problem).ShouldBeFalse();
        (problem!.Status, problem.Code).ShouldBe((status, code));
    }
}
