namespace Ticketing.Tests.Support.Sandbox;

/// <summary>A sandbox with all its mail sessions in use.</summary>
sealed class CrowdedSandbox : IAsyncDisposable
{
    const int Impossible = 1_000;

    readonly SandboxProcess sandbox = new();
    readonly List<SmtpDialogue> crowd = [];

    public Task InitializeAsync() => sandbox.InitializeAsync();

    /// <summary>Connects until somebody is not welcome, and answers what that one was told.</summary>
    public async Task<string> FillAsync()
    {
        while (crowd.Count < Impossible)
        {
            var next = new SmtpDialogue(sandbox.SmtpPort);
            crowd.Add(next);
            var welcome = await next.HearAsync();
            if (!welcome.StartsWith("220 ", StringComparison.Ordinal))
                return welcome;
        }

        throw new InvalidOperationException($"{Impossible} sessions were welcome.");
    }

    public void Empty()
    {
        crowd.ForEach(session => session.Dispose());
        crowd.Clear();
    }

    /// <summary>What one more client is told.</summary>
    public async Task<string> KnockAsync()
    {
        using var client = new SmtpDialogue(sandbox.SmtpPort);
        return await client.HearAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Empty();
        await sandbox.DisposeAsync();
    }
}
