using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace Ticketing.Tests.Support.Stack;

/// <summary>The provider's hosted checkout, used as a browser uses it, and its ledger.</summary>
static partial class CheckoutPage
{
    /// <summary>Fills in the card on the checkout page and pays; a declined card leaves the page as it is.</summary>
    public static async Task PayAsync(this TicketingApp app, PaymentView payment, string card = Cards.Good)
    {
        // The redirect back leads to the web app, which is another test's business.
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var page = await browser.GetStringAsync(payment.CheckoutUrl);
        var fields = Input().Matches(page).ToDictionary(input => Attribute(input.Value, "name"), input => Attribute(input.Value, "value"));
        fields[Attribute(CardNumber().Match(page).Value, "name")] = card;
        var action = new Uri(new Uri(payment.CheckoutUrl), Attribute(Form().Match(page).Value, "action"));
        using var answer = await browser.PostAsync(action, new FormUrlEncodedContent(fields));
        if ((int)answer.StatusCode >= 400 && card == Cards.Good)
            throw new HttpRequestException($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>What the provider's own ledger says of the payment.</summary>
    public static async Task<CheckoutView> CheckoutAsync(this TicketingApp app, PaymentView payment)
    {
        using var sandbox = app.CreateClient("sandbox");
        var ledger = await sandbox.GetFromJsonAsync<CheckoutView[]>("/ledger");
        return ledger!.Single(checkout => checkout.Url == payment.CheckoutUrl);
    }

    static string Attribute(string tag, string name) =>
        System.Net.WebUtility.HtmlDecode(Regex.Match(tag, $"""\b{name}="([^"]*)" """.TrimEnd()).Groups[1].Value);

    [GeneratedRegex("<form[^>]*>")]
    private static partial Regex Form();

    [GeneratedRegex("<input[^>]*\\bname=[^>]*>")]
    private static partial Regex Input();

    [GeneratedRegex("<input[^>]*\\bid=\"card-number\"[^>]*>")]
    private static partial Regex CardNumber();
}

static class Cards
{
    public const string Good = "4242 4242 4242 4242";
    public const string Declined = "4000 0000 0000 0002";
}

sealed record CheckoutView(string Id, string Reference, string Status, long Amount, long CapturedAmount, long RefundedAmount, string Url);
