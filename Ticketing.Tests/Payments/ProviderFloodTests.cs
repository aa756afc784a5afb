using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Ticketing.Core.Payments;
using Ticketing.ServiceDefaults;

namespace Ticketing.Tests.Payments;

/// <summary>What the provider refuses to one customer is no reason to stop asking it for the others.</summary>
[Trait("Category", "Security")]
[Trait("Asvs", "V11.1.4")]
public sealed class ProviderFloodTests(SandboxProcess sandbox) : IClassFixture<SandboxProcess>
{
    /// <summary>More than it takes to open a breaker.</summary>
    const int Flood = 150;

    [Theory]
    [InlineData(402)]
    [InlineData(429)]
    public async Task Create_WhenOneCustomerIsRefusedWithoutEnd_OpensCheckoutsForOthers(int status)
    {
        await using var services = GivenServices();
        var provider = services.GetRequiredService<IPaymentProvider>();
        var email = $"{Guid.NewGuid():N}@customers.example";
        await sandbox.GivenFaultAsync($$"""{"fault":"refuse","verbs":["create"],"email":"{{email}}","status":{{status}}}""");

        for (var request = 0; request < Flood; request++)
            await Should.ThrowAsync<Exception>(() => provider.CreateCheckout(GivenProvider.ARequest() with { CustomerEmail = email }, default));

        var checkout = await provider.CreateCheckout(GivenProvider.ARequest(), default);
        checkout.Status.ShouldBe(CheckoutStatus.Open);
        (await provider.Find(checkout.Id, default)).ShouldNotBeNull();
    }

    /// <summary>As api and the payments worker have it.</summary>
    ServiceProvider GivenServices()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration["Payments:Key"] = SandboxProcess.Key;
        builder.Configuration["Payments:Url"] = sandbox.Address.ToString();
        builder.AddPaymentProvider().AddResilience(PaymentProviderExtensions.Verbs);
        return builder.Services.BuildServiceProvider();
    }
}
