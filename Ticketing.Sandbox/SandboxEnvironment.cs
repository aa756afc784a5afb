namespace Ticketing.Sandbox;

/// <summary>Where money may be made up: on a developer's machine and under test, nowhere else.</summary>
static class SandboxEnvironment
{
    public static bool Allows(IHostEnvironment environment) => environment.IsDevelopment() || environment.IsEnvironment("Test");

    public static string Refusal(IHostEnvironment environment) =>
        $"The sandbox payment provider takes no real money and starts only in the environments Development and Test, not in {environment.EnvironmentName}.";
}
