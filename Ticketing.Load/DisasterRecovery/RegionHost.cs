using System.Text.Json;
using Ticketing.Load.Stack;

namespace Ticketing.Load.DisasterRecovery;

/// <summary>In what one region's stack differs from a developer's.</summary>
/// <param name="Parameters">The app model's secrets.</param>
/// <param name="Variables">What every service gets on top.</param>
/// <param name="AddressesFile">Where the stack writes, once it is healthy, where its services are.</param>
sealed record RegionSettings(
    IReadOnlyDictionary<string, string> Parameters, IReadOnlyDictionary<string, string> Variables, string AddressesFile);

/// <summary>
/// A whole stack in a process of its own, so that it can be killed as one. Its database, the payment provider and the inbox are
/// others'; those that the app model brings along stay idle.
/// </summary>
static class RegionHost
{
    static readonly string[] Ready = ["api", "seat-holds", "payments", "emails", "web"];
    static readonly string[] Asked = ["api", "seat-holds"];
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static async Task RunAsync(string settingsFile)
    {
        var settings = JsonSerializer.Deserialize<RegionSettings>(await File.ReadAllTextAsync(settingsFile))!;
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Ticketing_AppHost>(
            ["--KeepData=false", .. settings.Parameters.Select(parameter => $"--Parameters:{parameter.Key}={parameter.Value}")]);
        StackSettings.ForLoad.ApplyTo(builder);
        foreach (var project in builder.Resources.OfType<ProjectResource>().Where(project => project.Name != "sandbox").ToList())
        {
            foreach (var (variable, value) in settings.Variables)
                builder.CreateResourceBuilder(project).WithEnvironment(variable, value);
        }

        await using var app = await builder.BuildAsync();
        await app.StartAsync();
        using var patience = new CancellationTokenSource(Patience);
        foreach (var resource in Ready)
            await app.ResourceNotifications.WaitForResourceHealthyAsync(resource, patience.Token);

        var addresses = Asked.ToDictionary(service => service, service => new UriBuilder(app.GetEndpoint(service, "http")) { Host = "127.0.0.1" }.Uri);
        var unfinished = $"{settings.AddressesFile}.new";
        await File.WriteAllTextAsync(unfinished, JsonSerializer.Serialize(addresses));
        File.Move(unfinished, settings.AddressesFile);
        await Task.Delay(Timeout.Infinite);
    }
}
