using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Payments;

namespace Ticketing.Tests.Payments;

/// <summary>What we ask of Stripe and make of its answers, against <see cref="StripeStub"/>, which is not Stripe.</summary>
public sealed class StripePaymentProviderTests : IAsyncLifetime
{
    StripeStub stripe = null!;
    IPaymentProvider provider = null!;

    public async Task InitializeAsync()
    {
        stripe = await StripeStub.StartAsync();
        provider = ProviderOf(StripeStub.Key);
    }

    public async Task DisposeAsync() => await stripe.DisposeAsync();

    [Fact]
    public async Task Create_WhenAskedForWon_OpensASessionThatOnlyAuthorises()
    {
        var request = GivenProvider.ARequest();

        var checkout = await provider.CreateCheckout(request, default);

        var asked = stripe.Requests.ShouldHaveSingleItem();
        asked.IdempotencyKey.ShouldBe($"{request.AttemptId}-checkout");
        asked.Form.ShouldBe(
            new Dictionary<string, string>
            {
                ["mode"] = "payment",
                ["allowed_payment_method_types[0]"] = "card",
                ["client_reference_id"] = $"{request.AttemptId}",
                ["customer_email"] = "mina@example.com",
                ["locale"] = "ko",
                ["success_url"] = "https://web.example/bookings/1/return",
                ["cancel_url"] = "https://web.example/bookings/1",
                ["expires_at"] = (request.ExpiresAt.ToUnixTimeSeconds() + 1800).ToString(CultureInfo.InvariantCulture),
                ["payment_intent_data[capture_method]"] = "manual",
                ["payment_intent_data[description]"] = request.Description,
                ["payment_intent_data[metadata][booking]"] = request.Metadata["booking"],
                ["payment_intent_data[metadata][seats]"] = "12 13",
                ["metadata[booking]"] = request.Metadata["booking"],
                ["metadata[seats]"] = "12 13",
                ["line_items[0][quantity]"] = "1",
                ["line_items[0][price_data][currency]"] = "krw",
                ["line_items[0][price_data][unit_amount]"] = "28000",
                ["line_items[0][price_data][product_data][name]"] = request.Description,
            },
            ignoreOrder: true);
        (checkout.Reference, checkout.Amount, checkout.Currency, checkout.Status, checkout.Kept)
            .ShouldBe(($"{request.AttemptId}", 28_000, "KRW", CheckoutStatus.Open, 0));
        checkout.Url.ShouldEndWith(checkout.Id);
        checkout.Metadata.ShouldBe(request.Metadata, ignoreOrder: true);
        checkout.ExpiresAt.ShouldBe(request.ExpiresAt.AddMinutes(30));
    }

    [Fact]
    public async Task Create_WhenRepeated_IsTheSameSessionAndWithOtherContentRefused()
    {
        var request = GivenProvider.ARequest();

        var first = await provider.CreateCheckout(request, default);
        var second = await provider.CreateCheckout(request, default);

        second.Id.ShouldBe(first.Id);
        (await Should.ThrowAsync<PaymentRejectedException>(() => provider.CreateCheckout(request with { Amount = 1 }, default))).Code.ShouldBe("idempotency_error");
    }

    [Fact]
    public async Task Create_WhenTheCurrencyHasSmallerUnits_IsRefusedUnasked()
    {
        (await Should.ThrowAsync<PaymentRejectedException>(() => provider.CreateCheckout(GivenProvider.ARequest("USD"), default))).Code.ShouldBe("currency_not_supported");

        stripe.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Capture_WhenPaid_TakesTheMoneyOnce()
    {
        var (checkout, attempt) = await GivenPaidAsync();
        (await provider.Find(checkout.Id, default))!.Status.ShouldBe(CheckoutStatus.Authorized);

        var captured = await provider.Capture(checkout.Id, attempt, 28_000, default);
        var again = await provider.Capture(checkout.Id, attempt, 28_000, default);

        (captured.Status, captured.CapturedAmount).ShouldBe((CheckoutStatus.Captured, 28_000));
        (again.Status, again.CapturedAmount).ShouldBe((CheckoutStatus.Captured, 28_000));
        stripe.Requests.Where(request => request.Path.EndsWith("/capture", StringComparison.Ordinal))
            .ShouldAllBe(request => request.IdempotencyKey == $"{attempt}-capture" && request.Form["amount_to_capture"] == "28000");
    }

    [Fact]
    public async Task Capture_WhenNobodyHasPaid_IsOfTheState()
    {
        var request = GivenProvider.ARequest();
        var checkout = await provider.CreateCheckout(request, default);

        await ShouldBeOfStateAsync(() => provider.Capture(checkout.Id, request.AttemptId, 28_000, default));
    }

    [Fact]
    public async Task Capture_WhenTheReservationIsGone_IsOfTheState()
    {
        var (checkout, attempt) = await GivenPaidAsync();
        stripe.Change(checkout.Id, session => session.IntentStatus = "canceled");

        await ShouldBeOfStateAsync(() => provider.Capture(checkout.Id, attempt, 28_000, default));

        (await provider.Find(checkout.Id, default))!.Status.ShouldBe(CheckoutStatus.Canceled);
    }

    [Fact]
    public async Task Capture_WhenTheAnswerIsLost_IsDoneAndSaysSoWhenAskedAgain()
    {
        var (checkout, attempt) = await GivenPaidAsync();
        stripe.Fault = request => request.Path.EndsWith("/capture", StringComparison.Ordinal) ? (HttpStatusCode.BadGateway, "", true) : null;
        await Should.ThrowAsync<PaymentUnavailableException>(() => provider.Capture(checkout.Id, attempt, 28_000, default));
        stripe.Fault = _ => null;

        (await provider.Capture(checkout.Id, attempt, 28_000, default)).Kept.ShouldBe(28_000);
    }

    [Fact]
    public async Task Capture_WhenAnErrorIsStoredUnderItsKey_TakesAnotherKey()
    {
        var (checkout, attempt) = await GivenPaidAsync();
        stripe.Spoilt[$"{attempt}-capture"] = true;

        (await provider.Capture(checkout.Id, attempt, 28_000, default)).Kept.ShouldBe(28_000);
    }

    [Fact]
    public async Task Refund_WhenAnErrorIsStoredUnderItsKey_WaitsSinceItMightHaveHappened()
    {
        var (checkout, attempt) = await GivenPaidAsync();
        await provider.Capture(checkout.Id, attempt, 28_000, default);
        var refund = Guid.NewGuid();
        stripe.Spoilt[$"{refund}-refund"] = true;

        await Should.ThrowAsync<PaymentUnavailableException>(() => provider.Refund(checkout.Id, refund, 28_000, default));

        (await provider.Find(checkout.Id, default))!.Kept.ShouldBe(28_000);
    }

    [Fact]
    public async Task Refund_WhenInPieces_GivesEachBackOnce()
    {
        var (checkout, attempt) = await GivenPaidAsync();
        await provider.Capture(checkout.Id, attempt, 28_000, default);
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());

        var partly = await provider.Refund(checkout.Id, first, 14_000, default);
        await provider.Refund(checkout.Id, first, 14_000, default);
        var wholly = await provider.Refund(checkout.Id, second, 14_000, default);

        (partly.Status, partly.Kept).ShouldBe((CheckoutStatus.Captured, 14_000));
        (wholly.Status, wholly.Kept, wholly.RefundedAmount).ShouldBe((CheckoutStatus.Refunded, 0, 28_000));
        await ShouldBeOfStateAsync(() => provider.Refund(checkout.Id, Guid.NewGuid(), 1, default));
        stripe.Requests.Where(request => request is { Method: "POST", Path: "/v1/refunds" }).Select(request => request.Form["metadata[refund]"]).Take(2)
            .ShouldBe([$"{first}", $"{second}"]);
    }

    [Fact]
    public async Task Refund_WhenStripeHasForgottenItsKey_GivesEachPartBackOnce()
    {
        var (checkout, attempt) = await GivenPaidAsync();
        await provider.Capture(checkout.Id, attempt, 28_000, default);
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        await provider.Refund(checkout.Id, first, 10_000, default);
        stripe.ForgetKeys();

        (await provider.Refund(checkout.Id, first, 10_000, default)).RefundedAmount.ShouldBe(10_000);
        (await provider.Refund(checkout.Id, second, 10_000, default)).RefundedAmount.ShouldBe(20_000);
        stripe.ForgetKeys();
        (await provider.Refund(checkout.Id, first, 10_000, default)).RefundedAmount.ShouldBe(20_000);
    }

    [Fact]
    public async Task Cancel_WhenOpen_EndsTheSession()
    {
        var request = GivenProvider.ARequest();
        var checkout = await provider.CreateCheckout(request, default);

        (await provider.Cancel(checkout.Id, request.AttemptId, default)).Status.ShouldBe(CheckoutStatus.Expired);

        await ShouldBeOfStateAsync(() => provider.Cancel(checkout.Id, request.AttemptId, default));
    }

    [Fact]
    public async Task Cancel_WhenItIsPaidAtThatMoment_IsOfTheState()
    {
        var request = GivenProvider.ARequest();
        var checkout = await provider.CreateCheckout(request, default);
        stripe.Fault = asked =>
        {
            if (asked.Path.EndsWith("/expire", StringComparison.Ordinal))
                stripe.Pay(checkout.Id);
            return null;
        };

        await ShouldBeOfStateAsync(() => provider.Cancel(checkout.Id, request.AttemptId, default));
    }

    [Fact]
    public async Task Cancel_WhenPaid_LetsTheMoneyGo()
    {
        var (checkout, attempt) = await GivenPaidAsync();

        (await provider.Cancel(checkout.Id, attempt, default)).Status.ShouldBe(CheckoutStatus.Canceled);
        (await provider.Cancel(checkout.Id, attempt, default)).Status.ShouldBe(CheckoutStatus.Canceled);

        await ShouldBeOfStateAsync(() => provider.Cancel(checkout.Id, Guid.NewGuid(), default));
    }

    [Fact]
    public async Task Find_WhenTheCardIsDeclined_SaysSoAndTakesAnother()
    {
        var checkout = await provider.CreateCheckout(GivenProvider.ARequest(), default);

        stripe.Decline(checkout.Id);
        var declined = (await provider.Find(checkout.Id, default))!;
        stripe.Pay(checkout.Id);
        var paid = (await provider.Find(checkout.Id, default))!;

        (declined.Status, declined.CardDeclined).ShouldBe((CheckoutStatus.Declined, true));
        (paid.Status, paid.CardDeclined).ShouldBe((CheckoutStatus.Authorized, false));
        paid.Url.ShouldBe("");
    }

    [Fact]
    public async Task Find_WhenOnlyThePaymentIsKnown_FindsItsSession()
    {
        var (checkout, _) = await GivenPaidAsync();

        (await provider.Find(checkout.Id.Replace("cs_test_", "pi_", StringComparison.Ordinal), default))!.Id.ShouldBe(checkout.Id);
        (await provider.Find("pi_nobodys", default)).ShouldBeNull();
    }

    [Fact]
    public async Task Find_WhenThereIsNone_IsNull()
    {
        (await provider.Find("cs_test_nobodys", default)).ShouldBeNull();

        (await Should.ThrowAsync<PaymentRejectedException>(() => provider.Capture("cs_test_nobodys", Guid.NewGuid(), 1, default))).Code.ShouldBe("checkout_not_found");
    }

    [Fact]
    public async Task ListSince_WhenThereAreManyPages_ReadsThemAll()
    {
        var all = new List<string>();
        for (var i = 0; i < 205; i++)
            all.Add((await provider.CreateCheckout(GivenProvider.ARequest(), default)).Id);
        var now = TimeProvider.System.GetUtcNow();

        (await provider.ListSince(now.AddHours(-1), default).Select(checkout => checkout.Id).ToListAsync()).ShouldBe(all, ignoreOrder: true);
        (await provider.ListSince(now.AddHours(1), default).ToListAsync()).ShouldBeEmpty();
        stripe.Requests.Count(request => request.Method == "GET" && request.Path == "/v1/checkout/sessions").ShouldBe(4);
    }

    [Fact]
    public async Task Any_WhenTheKeyIsRevoked_IsFenced()
    {
        var fenced = ProviderOf("sk_test_revoked");

        await Should.ThrowAsync<RegionFencedException>(() => fenced.CreateCheckout(GivenProvider.ARequest(), default));
        await Should.ThrowAsync<RegionFencedException>(() => fenced.Find("cs_test_1", default));
        await Should.ThrowAsync<RegionFencedException>(async () => await fenced.ListSince(default, default).ToListAsync());
    }

    [Theory]
    [InlineData(403, """{"error":{"type":"invalid_request_error","message":"no permission"}}""")]
    [InlineData(409, """{"error":{"type":"idempotency_error","code":"idempotency_key_in_use","message":"busy"}}""")]
    [InlineData(429, """{"error":{"type":"invalid_request_error","code":"rate_limit","message":"slow down"}}""")]
    [InlineData(500, """{"error":{"type":"api_error","message":"ours"}}""")]
    [InlineData(502, "<html>Bad gateway</html>")]
    [InlineData(200, "<html>A proxy's page</html>")]
    [InlineData(400, "<html>A proxy's page</html>")]
    public async Task Any_WhenTheAnswerSaysNothing_IsUnavailable(int status, string body)
    {
        stripe.Fault = _ => ((HttpStatusCode)status, body, false);

        var failure = await Should.ThrowAsync<PaymentUnavailableException>(() => provider.CreateCheckout(GivenProvider.ARequest(), default));

        failure.ShouldNotBeOfType<RegionFencedException>();
    }

    [Fact]
    [Trait("Category", "Security")]
    [Trait("Asvs", "V7.1.1")]
    public async Task Create_WhenStripeTakesTheAddressForNone_DoesNotTellWhichItWas()
    {
        var request = GivenProvider.ARequest();
        stripe.Fault = _ => (HttpStatusCode.BadRequest,
            $$$"""{"error":{"type":"invalid_request_error","code":"email_invalid","param":"customer_email","message":"Invalid email address: {{{request.CustomerEmail}}}"}}""", false);

        var refusal = await Should.ThrowAsync<PaymentRejectedException>(() => provider.CreateCheckout(request, default));

        refusal.Code.ShouldBe("email_invalid");
        refusal.ToString().ShouldNotContain(request.CustomerEmail);
    }

    [Fact]
    public async Task Capture_WhenTheBankRefuses_SaysWhy()
    {
        var (checkout, attempt) = await GivenPaidAsync();
        stripe.Fault = request => request.Path.EndsWith("/capture", StringComparison.Ordinal)
            ? (HttpStatusCode.PaymentRequired, """{"error":{"type":"card_error","code":"expired_card","message":"Your card has expired."}}""", false) : null;

        (await Should.ThrowAsync<PaymentRejectedException>(() => provider.Capture(checkout.Id, attempt, 28_000, default))).Code.ShouldBe("expired_card");
    }

    [Fact]
    public async Task Any_WhenNobodyAnswers_IsUnavailable()
    {
        await stripe.DisposeAsync();

        await Should.ThrowAsync<PaymentUnavailableException>(() => provider.Find("cs_test_1", default));
    }

    [Fact]
    public async Task Any_WhenTheCallerGivesUp_IsCancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => provider.Find("cs_test_1", cancelled.Token));
    }

    IPaymentProvider ProviderOf(string key) => GivenProvider.Services(
        ("Payments:Provider", "Stripe"), ("Payments:Url", stripe.Address), ("Payments:Key", key)).GetRequiredService<IPaymentProvider>();

    async Task<(Checkout Checkout, Guid Attempt)> GivenPaidAsync()
    {
        var request = GivenProvider.ARequest();
        var checkout = await provider.CreateCheckout(request, default);
        stripe.Pay(checkout.Id);
        return (checkout, request.AttemptId);
    }

    static async Task ShouldBeOfStateAsync(Func<Task> ask) =>
        (await Should.ThrowAsync<PaymentRejectedException>(ask)).Code.ShouldBe(PaymentRejectedException.InvalidState);
}
