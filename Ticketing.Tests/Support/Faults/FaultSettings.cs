namespace Ticketing.Tests.Support.Faults;

/// <summary>In what the suite's system differs from a developer's: it may be broken, and what takes minutes takes seconds.</summary>
static class FaultSettings
{
    public static readonly TimeSpan PaymentWindow = TimeSpan.FromSeconds(15);

    static readonly Dictionary<string, string> Scaled = new()
    {
        // Both: launch profiles set the one or the other.
        ["ASPNETCORE_ENVIRONMENT"] = "Test",
        ["DOTNET_ENVIRONMENT"] = "Test",
        ["Bookings__PaymentWindow"] = PaymentWindow.ToString("c"),
        ["Bookings__ExpiryInterval"] = "00:00:00.5",
        ["Payments__ReconcileInterval"] = "00:00:01",
        ["Payments__CheckAfter"] = "00:00:02",
        ["Messaging__FailureDelay"] = "00:00:00.3",
        ["Messaging__RetryDelays__0"] = "00:00:00.3",
        ["Messaging__RetryDelays__1"] = "00:00:01",
        ["Messaging__RetryDelays__2"] = "00:00:02",
        ["Messaging__RetryDelays__3"] = "00:00:04",
        // As long as a killed server may take to be back on a loaded machine: what is tried for minutes is not dead in ten seconds.
        ["Messaging__RetryDelays__4"] = "00:00:08",
        ["Messaging__RetryDelays__5"] = "00:00:16",
        ["Messaging__RetryDelays__6"] = "00:00:32",
        ["Holds__Duration"] = "00:00:30",
        ["Holds__BookingGrace"] = "00:00:10",
        ["Holds__ReconcileInterval"] = "00:00:03",
        ["RateLimits__Burst"] = "10000",
        ["RateLimits__PerSecond"] = "10000",
        ["Shutdown__Notice"] = "00:00:00",
    };

    /// <param name="faults">Where each resource finds what it shall suffer.</param>
    public static void ApplyTo(IDistributedApplicationTestingBuilder builder, string faults, ConfirmThief confirms)
    {
        foreach (var resource in builder.Resources.OfType<ProjectResource>().ToList())
        {
            var project = builder.CreateResourceBuilder(resource);
            if (resource.Name == "migrations")
            {
                // It stays a developer's: in Development it brings the catalogue along. But it declares the queues of retries.
                foreach (var (variable, value) in Scaled.Where(setting => setting.Key.StartsWith("Messaging__", StringComparison.Ordinal)))
                    project.WithEnvironment(variable, value);
                continue;
            }

            foreach (var (variable, value) in Scaled)
                project.WithEnvironment(variable, value);
            project.WithEnvironment("Faults__Folder", Directory.CreateDirectory(Path.Combine(faults, resource.Name)).FullName);
            if (resource.Name is "api" or "payments")
                project.WithAnnotation(new EnvironmentCallbackAnnotation(async context =>
                    context.EnvironmentVariables["ConnectionStrings__rabbitmq"] = await confirms.ConnectionStringAsync()));
        }
    }
}
