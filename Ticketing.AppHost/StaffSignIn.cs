using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ticketing.AppHost;

/// <summary>Shows the address and the generated password of the development staff account, once the site is up.</summary>
sealed class StaffSignIn(
    EndpointReference web,
    ParameterResource password,
    ResourceNotificationService notifications,
    IHostEnvironment environment,
    ILogger<StaffSignIn> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!environment.IsDevelopment())
            return;

        try
        {
            await notifications.WaitForResourceHealthyAsync(web.Resource.Name, stoppingToken);
        }
        catch (DistributedApplicationException)
        {
            // There is no site to sign in to; its own failure is shown where it happened.
            return;
        }

        logger.LogInformation(
            "The site is at {Web}. Staff sign in at {SignIn} as staff@ticketing.example with the password {Password}",
            web.Url,
            $"{web.Url}/staff/sign-in",
            await password.GetValueAsync(stoppingToken));
    }
}
