using System.Net;

namespace Ticketing.Tests.Sandbox;

/// <summary>The hosted page as card holders meet it.</summary>
public sealed class CheckoutPageTests(SandboxProcess sandbox) : IClassFixture<SandboxProcess>
{
    [Theory]
    [InlineData("ko", "30,000원 결제하기", "남은 결제 시간")]
    [InlineData("en", "Pay ₩30,000", "Time left to pay")]
    public async Task Show_WhenOpen_AsksForACardInItsLanguage(string language, string pay, string timeLeft)
    {
        var checkout = await sandbox.GivenCheckoutAsync(language: language);

        var page = await sandbox.Browser.GetStringAsync(checkout.Url);

        page.ShouldContain($"<html lang=\"{language}\">");
        page.ShouldContain(pay);
        page.ShouldContain(timeLeft);
        page.ShouldContain("듄: 파트 2 · H12, H13");
        foreach (var id in (string[])["card-number", "pay", "cancel"])
            page.ShouldContain($"id=\"{id}\"");
    }

    [Fact]
    public async Task Pay_WhenTheCardIsGood_ReturnsToTheMerchant()
    {
        var checkout = await sandbox.GivenCheckoutAsync();

        using var answer = await sandbox.PayAsync(checkout.Id, "4242424242424242");

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location.ShouldBe(new Uri("http://web.example/return"));
        (await sandbox.Browser.GetStringAsync(checkout.Url)).ShouldContain("Payment complete");
    }

    [Fact]
    public async Task Pay_WhenClickedTenTimes_AuthorisesOnce()
    {
        var checkout = await sandbox.GivenCheckoutAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => sandbox.PayAsync(checkout.Id)));

        answers.ShouldAllBe(answer => answer.Headers.Location == new Uri("http://web.example/return"));
        (await sandbox.LedgerAsync()).Split('\n').Count(line => line.Contains(checkout.Id, StringComparison.Ordinal) && line.Contains("\"change\":\"authorized\"", StringComparison.Ordinal))
            .ShouldBe(1);
    }

    [Fact]
    public async Task Pay_WhenTheCardIsDeclined_SaysSoAndTakesAnother()
    {
        var checkout = await sandbox.GivenCheckoutAsync();

        using var declined = await sandbox.PayAsync(checkout.Id, Cards.Declined);
        declined.Headers.Location.ShouldBe(new Uri($"/checkout/{checkout.Id}", UriKind.Relative));
        (await sandbox.Browser.GetStringAsync(checkout.Url)).ShouldContain("Your card was declined.");
        (await sandbox.FindAsync(checkout.Id)).Status.ShouldBe("declined");
        using var paid = await sandbox.PayAsync(checkout.Id);

        paid.Headers.Location.ShouldBe(new Uri("http://web.example/return"));
        (await sandbox.FindAsync(checkout.Id)).Status.ShouldBe("authorized");
    }

    [Theory]
    [InlineData("")]
    [InlineData("5555 5555 5555 4444")]
    [InlineData("\"><script>alert(1)</script>")]
    public async Task Pay_WhenTheNumberIsNoTestCard_ChangesNothing(string number)
    {
        var checkout = await sandbox.GivenCheckoutAsync();

        using var answer = await sandbox.PayAsync(checkout.Id, number);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await answer.Content.ReadAsStringAsync();
        page.ShouldContain("Only the test cards");
        page.ShouldNotContain("<script>alert");
        (await sandbox.FindAsync(checkout.Id)).Status.ShouldBe("open");
    }

    [Fact]
    public async Task Cancel_WhenOpen_EndsTheCheckoutAndReturns()
    {
        var checkout = await sandbox.GivenCheckoutAsync();

        using var answer = await sandbox.Browser.PostAsync($"/checkout/{checkout.Id}/cancel", null);

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location.ShouldBe(new Uri("http://web.example/cancel"));
        (await sandbox.FindAsync(checkout.Id)).Status.ShouldBe("canceled");
        (await sandbox.Browser.GetStringAsync(checkout.Url)).ShouldContain("Payment cancelled");
    }

    [Fact]
    public async Task Cancel_WhenPaidInAnotherTab_KeepsThePayment()
    {
        var checkout = await sandbox.GivenCheckoutAsync();
        await sandbox.PayAsync(checkout.Id);

        using var answer = await sandbox.Browser.PostAsync($"/checkout/{checkout.Id}/cancel", null);

        answer.Headers.Location.ShouldBe(new Uri("http://web.example/return"));
        (await sandbox.FindAsync(checkout.Id)).Status.ShouldBe("authorized");
    }

    [Fact]
    public async Task Show_WhenTheTimeIsOver_SaysSoWithoutAForm()
    {
        var checkout = await sandbox.GivenCheckoutAsync(expiresIn: CheckoutSteps.Soon);

        var page = await Eventually.BecomesAsync(() => sandbox.Browser.GetStringAsync(checkout.Url), page => !page.Contains("<form", StringComparison.Ordinal));

        page.ShouldContain("The time to pay is over");
    }

    [Fact]
    public async Task Show_WhenUnknown_IsNotFound()
    {
        using var answer = await sandbox.Browser.GetAsync("/checkout/chk_nothing");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
