using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace Ticketing.Tests.Sandbox;

/// <summary>The payment provider as merchants meet it.</summary>
public sealed class CheckoutApiTests(SandboxProcess sandbox) : IClassFixture<SandboxProcess>
{
    [Fact]
    public async Task Checkout_WhenPaidCapturedAndRefunded_TellsEachStep()
    {
        var checkout = await sandbox.GivenCheckoutAsync(amount: 30_000);
        checkout.Status.ShouldBe("open");
        checkout.Url.ShouldBe($"{sandbox.Address}checkout/{checkout.Id}");

        await sandbox.PayAsync(checkout.Id);
        (await sandbox.FindAsync(checkout.Id)).ShouldBe(checkout with { Status = "authorized" });

        var captured = await (await sandbox.CaptureAsync(checkout.Id, 30_000)).CheckoutAsync();
        captured.ShouldBe(checkout with { Status = "captured", CapturedAmount = 30_000 });

        var partly = await (await sandbox.RefundAsync(checkout.Id, 10_000)).CheckoutAsync();
        partly.ShouldBe(captured with { RefundedAmount = 10_000 });

        var refunded = await (await sandbox.RefundAsync(checkout.Id, 20_000)).CheckoutAsync();
        refunded.ShouldBe(captured with { Status = "refunded", RefundedAmount = 30_000 });
        (await sandbox.FindAsync(checkout.Id)).ShouldBe(refunded);
    }

    [Fact]
    public async Task Capture_WhenCapturedBefore_IsRefused()
    {
        var checkout = await sandbox.GivenCheckoutAsync();
        await sandbox.PayAsync(checkout.Id);

        // Ten at once, each with a key of its own: the ledger must let one through.
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => sandbox.CaptureAsync(checkout.Id, 30_000)));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
            await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "invalid_state");
        (await sandbox.FindAsync(checkout.Id)).CapturedAmount.ShouldBe(30_000);
    }

    [Fact]
    public async Task Capture_WhenRepeatedWithItsKey_AnswersTheSame()
    {
        var checkout = await sandbox.GivenCheckoutAsync();
        await sandbox.PayAsync(checkout.Id);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => sandbox.CaptureAsync(checkout.Id, 30_000, key: $"{checkout.Id}-capture")));
        await sandbox.RefundAsync(checkout.Id, 30_000);
        var late = await sandbox.CaptureAsync(checkout.Id, 30_000, key: $"{checkout.Id}-capture");

        foreach (var answer in answers.Append(late))
            (await answer.CheckoutAsync()).ShouldBe(checkout with { Status = "captured", CapturedAmount = 30_000 });
        (await sandbox.FindAsync(checkout.Id)).Status.ShouldBe("refunded");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(30_001)]
    public async Task Capture_WhenAmountIsOutOfBounds_IsRefused(long amount)
    {
        var checkout = await sandbox.GivenCheckoutAsync(amount: 30_000);
        await sandbox.PayAsync(checkout.Id);

        await (await sandbox.CaptureAsync(checkout.Id, amount)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_amount");

        (await sandbox.FindAsync(checkout.Id)).Status.ShouldBe("authorized");
    }

    [Fact]
    public async Task Refund_WhenMoreThanIsLeft_IsRefused()
    {
        var checkout = await sandbox.GivenCheckoutAsync(amount: 30_000);
        await sandbox.PayAsync(checkout.Id);
        await sandbox.CaptureAsync(checkout.Id, 20_000);

        await (await sandbox.RefundAsync(checkout.Id, 20_001)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_amount");
        await sandbox.RefundAsync(checkout.Id, 15_000);
        await (await sandbox.RefundAsync(checkout.Id, 5_001)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid_amount");

        (await sandbox.FindAsync(checkout.Id)).RefundedAmount.ShouldBe(15_000);
    }

    [Fact]
    public async Task Refund_WhenNothingIsCaptured_IsRefused()
    {
        var checkout = await sandbox.GivenCheckoutAsync();
        await sandbox.PayAsync(checkout.Id);

        await (await sandbox.RefundAsync(checkout.Id, 1)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "invalid_state");
    }

    [Fact]
    public async Task Cancel_WhenAuthorized_ReleasesTheMoney()
    {
        var checkout = await sandbox.GivenCheckoutAsync();
        await sandbox.PayAsync(checkout.Id);

        (await (await sandbox.CancelAsync(checkout.Id)).CheckoutAsync()).Status.ShouldBe("canceled");

        await (await sandbox.CaptureAsync(checkout.Id, 30_000)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "invalid_state");
    }

    [Fact]
    public async Task Cancel_WhenCaptured_IsRefused()
    {
        var checkout = await sandbox.GivenCheckoutAsync();
        await sandbox.PayAsync(checkout.Id);
        await sandbox.CaptureAsync(checkout.Id, 30_000);

        await (await sandbox.CancelAsync(checkout.Id)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "invalid_state");
    }

    [Fact]
    public async Task Checkout_WhenItsTimeIsOver_Expires()
    {
        var checkout = await sandbox.GivenCheckoutAsync(expiresIn: CheckoutSteps.Soon);

        await Eventually.BecomesAsync(() => sandbox.FindAsync(checkout.Id), now => now.Status == "expired");

        await sandbox.PayAsync(checkout.Id);
        (await sandbox.FindAsync(checkout.Id)).Status.ShouldBe("expired");
    }

    [Fact]
    public async Task Create_WhenRepeatedAtTheSameTime_MakesOneCheckout()
    {
        var (body, key) = (CheckoutSteps.ACheckout(), Guid.NewGuid().ToString());

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => sandbox.PostAsync("/v1/checkouts", body, key)));

        var ids = await Task.WhenAll(answers.Select(async answer => (await answer.CheckoutAsync()).Id));
        ids.Distinct().ShouldHaveSingleItem();
        var ledger = await sandbox.Browser.GetFromJsonAsync<CheckoutAnswer[]>("/ledger");
        ledger!.Count(checkout => checkout.Reference == (string)body["reference"]!).ShouldBe(1);
    }

    [Fact]
    public async Task Create_WhenTheKeyWasUsedForAnother_IsRefused()
    {
        var key = Guid.NewGuid().ToString();
        (await sandbox.PostAsync("/v1/checkouts", CheckoutSteps.ACheckout(amount: 1_000), key)).StatusCode.ShouldBe(HttpStatusCode.Created);

        using var other = await sandbox.PostAsync("/v1/checkouts", CheckoutSteps.ACheckout(amount: 2_000), key);

        await other.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
    }

    [Fact]
    public async Task Create_WhenRepeatedAfterItsExpiry_AnswersTheSame()
    {
        var (body, key) = (CheckoutSteps.ACheckout(expiresIn: CheckoutSteps.Soon), Guid.NewGuid().ToString());
        var first = await (await sandbox.PostAsync("/v1/checkouts", body, key)).CheckoutAsync();
        await Eventually.BecomesAsync(() => sandbox.FindAsync(first.Id), now => now.Status == "expired");

        using var again = await sandbox.PostAsync("/v1/checkouts", body, key);

        again.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await again.CheckoutAsync()).ShouldBe(first);
    }

    [Fact]
    public async Task Create_WhenWithoutKey_IsRefused()
    {
        using var answer = await sandbox.Merchant.PostAsJsonAsync("/v1/checkouts", CheckoutSteps.ACheckout());

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "idempotency_key_required");
    }

    [Theory]
    [InlineData("amount", 0)]
    [InlineData("currency", "won")]
    [InlineData("expiresAt", "2020-01-01T00:00:00Z")]
    [InlineData("returnUrl", "javascript:alert(1)")]
    [InlineData("cancelUrl", "/relative")]
    [InlineData("language", "fr")]
    [InlineData("reference", "")]
    public async Task Create_WhenAFieldIsWrong_NamesIt(string field, object value)
    {
        var body = CheckoutSteps.ACheckout();
        body[field] = value is int number ? number : (string)value;

        var problem = await sandbox.PostAsync("/v1/checkouts", body).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation_failed");

        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe([field]);
    }

    [Fact]
    public async Task Create_WhenTheBodyIsNotJson_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/checkouts") { Content = new StringContent("{", Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());

        using var answer = await sandbox.Merchant.SendAsync(request);

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "malformed_request");
    }

    [Fact]
    public async Task Create_WhenTheBodyIsHuge_IsRefused()
    {
        var body = CheckoutSteps.ACheckout();
        body["description"] = new string('x', 70_000);

        using var answer = await sandbox.PostAsync("/v1/checkouts", body);

        await answer.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    [Fact]
    public async Task Find_WhenTheKeyIsMissing_IsRefused()
    {
        var checkout = await sandbox.GivenCheckoutAsync();

        using var answer = await sandbox.Browser.GetAsync($"/v1/checkouts/{checkout.Id}");

        await answer.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_key");
    }

    [Fact]
    public async Task Find_WhenUnknown_IsNotFound()
    {
        using var answer = await sandbox.Merchant.GetAsync("/v1/checkouts/chk_nothing");

        await answer.ShouldBeProblemAsync(HttpStatusCode.NotFound, "checkout_not_found");
    }

    [Fact]
    public async Task List_WhenReadInPages_NamesEveryCheckoutOnce()
    {
        var made = new List<string>();
        for (var number = 0; number < 120; number++)
            made.Add((await sandbox.GivenCheckoutAsync()).Id);

        var listed = new List<string>();
        for (var page = await ListAsync(null); page.Length > 0; page = await ListAsync(page[^1].Id))
            listed.AddRange(page.Select(checkout => checkout.Id));

        listed.ShouldBeUnique();
        listed.Where(made.Contains).ShouldBe(made);
        var future = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds();
        (await sandbox.Merchant.GetFromJsonAsync<CheckoutAnswer[]>($"/v1/checkouts?since={future}")).ShouldBeEmpty();
    }

    async Task<CheckoutAnswer[]> ListAsync(string? after) =>
        (await sandbox.Merchant.GetFromJsonAsync<CheckoutAnswer[]>($"/v1/checkouts?since=0{(after is null ? "" : $"&after={after}")}"))!;
}
