using System.ComponentModel.DataAnnotations;

namespace Ticketing.Sandbox;

/// <summary>Configuration section <c>Sandbox</c>.</summary>
sealed class SandboxOptions
{
    public const string Section = "Sandbox";

    /// <summary>What merchants send as bearer token.</summary>
    [Required, MinLength(16)]
    public required string Key { get; init; }

    /// <summary>Further keys of the same merchant, e.g. one for each region.</summary>
    public string[] OtherKeys { get; init; } = [];

    /// <summary>What webhooks are signed with; its UTF-8 bytes are the HMAC key.</summary>
    [Required, MinLength(16)]
    public required string WebhookKey { get; init; }

    /// <summary>Where events are posted; without one they wait in the ledger.</summary>
    public Uri? WebhookUrl { get; init; }

    /// <summary>The file that is the provider's memory. Mails are kept in a folder beside it.</summary>
    [Required]
    public required string LedgerPath { get; init; }
}

/// <summary>Where money may be made up: on a developer's machine and under test, nowhere else.</summary>
static class SandboxEnvironment
{
    public static bool Allows(IHostEnvironment environment) => environment.IsDevelopment() || environment.IsEnvironment("Test");

    public static string Refusal(IHostEnvironment environment) =>
        $"The sandbox payment provider takes no real money and starts only in the environments Development and Test, not in {environment.EnvironmentName}.";
}
