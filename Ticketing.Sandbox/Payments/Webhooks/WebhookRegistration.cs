namespace Ticketing.Sandbox.Payments.Webhooks;

static class WebhookRegistration
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static void AddWebhookSender(this IServiceCollection services)
    {
        services.AddHttpClient<WebhookSender>(http => http.Timeout = Patience)
            // A receiver that moved is misconfigured; following it would hide that.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) });
        services.AddHostedService(provider => provider.GetRequiredService<WebhookSender>());
    }
}
