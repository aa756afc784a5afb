using Ticketing.ServiceDefaults;
using Ticketing.Workers.Emails;
using Ticketing.Workers.Migrations;
using Ticketing.Workers.Payments;

// One host, one role per process: each scales, restarts and fails alone.
switch (args)
{
    case ["payments", .. var settings]: return await ServeAsync(settings, builder => builder.AddPaymentsRole());
    case ["emails", .. var settings]: return await ServeAsync(settings, builder => builder.AddEmailsRole());
    case ["migrations", .. var settings]: return await MigrationsRole.RunAsync(settings);
    default:
        await Console.Error.WriteLineAsync("Say which role to run: payments, emails or migrations.");
        return 2;
}

static async Task<int> ServeAsync(string[] settings, Action<WebApplicationBuilder> addRole)
{
    var builder = WebApplication.CreateBuilder(settings);
    builder.AddServiceDefaults();
    addRole(builder);
    var app = builder.Build();
    await app.RunAsync();
    return 0;
}
