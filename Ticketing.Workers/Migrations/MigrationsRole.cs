using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Ticketing.Core.Accounts;
using Ticketing.Core.Accounts.Passwords;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;
using Ticketing.ServiceDefaults;
using Ticketing.Workers.Migrations.Accounts;
using Ticketing.Workers.Migrations.Demo;
using Ticketing.Workers.Migrations.ServiceAccounts;

namespace Ticketing.Workers.Migrations;

/// <summary>Runs once before the services of a release start, listens nowhere, and ends.</summary>
static class MigrationsRole
{
    /// <returns>The process's exit code: 0 when database and broker are ready for this release.</returns>
    public static async Task<int> RunAsync(string[] settings)
    {
        var builder = Host.CreateApplicationBuilder(settings);
        builder.AddJobDefaults();
        builder.AddMigrationsRole();
        using var host = builder.Build();
        await host.StartAsync();
        try
        {
            await using var scope = host.Services.CreateAsyncScope();
            var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            await scope.ServiceProvider.GetRequiredService<DatabaseMigration>().RunAsync(stopping);
            await scope.ServiceProvider.GetRequiredService<BrokerAccounts>().EnsureAsync(stopping);
            return 0;
        }
        catch (Exception failure)
        {
            host.Services.GetRequiredService<ILogger<DatabaseMigration>>().LogCritical(failure, "Database and broker are not ready for this release");
            return 1;
        }
        finally
        {
            await host.StopAsync();
        }
    }

    public static void AddMigrationsRole(this IHostApplicationBuilder builder)
    {
        builder.AddTicketingDatabase();
        // EF learns that a database is new by failing to read its history; failures that matter arrive as exceptions.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Critical);
        builder.Services.AddIdentityCore<Member>()
            // The one password that is set here is made by a machine.
            .AddPasswordRules(shortest: 16)
            .AddRoles<IdentityRole<Guid>>()
            .AddEntityFrameworkStores<TicketingDbContext>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHttpClient();
        builder.Services.Configure<MessagingOptions>(builder.Configuration.GetSection("Messaging"));
        builder.Services.AddSingleton(services => ServiceAccount.All(services.GetRequiredService<IConfiguration>(), builder.Environment));
        builder.Services.AddScoped<DatabaseAccounts>().AddScoped<BrokerAccounts>();
        builder.Services.AddScoped<DatabaseMigration>().AddScoped<RoleSeed>().AddScoped<FirstAdmin>().AddScoped<DemoCatalogue>();
    }
}
