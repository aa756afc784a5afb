using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using OtpNet;
using Ticketing.Core.Accounts;
using Ticketing.Load.Stack;

namespace Ticketing.Tests.Support.Stack;

/// <summary>Somebody with an account, who signs in from a network of his own, and may have an authenticator.</summary>
sealed class Person(TicketingApp app, StaffAccount account)
{
    long lastStep;

    public Guid Id => account.Id;
    public string Email => account.Email;
    public string Password => account.Password;

    /// <summary>Where requests come from: what one guesses in vain must not slow down another test.</summary>
    public string Network { get; } = $"10.{RandomNumberGenerator.GetInt32(256)}.{RandomNumberGenerator.GetInt32(256)}.{RandomNumberGenerator.GetInt32(1, 255)}";

    /// <summary>In base32; null without an authenticator.</summary>
    public string? Key { get; private set; }

    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    /// <summary>A client of a service, with a token or without one.</summary>
    public HttpClient Client(string? token = null, string service = "api", string? network = null)
    {
        var client = new HttpClient(new Patience(TicketingApp.Connections), disposeHandler: false) { BaseAddress = app.Address(service) };
        client.DefaultRequestHeaders.Add("X-Forwarded-For", network ?? Network);
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>What the authenticator shows: the earliest code that is good and was not used.</summary>
    public async Task<string> CodeAsync()
    {
        var step = await Eventually.BecomesAsync(
            () => Task.FromResult(Math.Max(lastStep + 1, Now())), next => next <= Now() + 1, TimeSpan.FromMinutes(2));
        lastStep = step;
        return CodeOf(step);
    }

    /// <summary>The code that was used last.</summary>
    public string UsedCode => CodeOf(lastStep);

    public async Task<HttpResponseMessage> TrySignInAsync(string? password = null, string? code = null, string? network = null, string? device = null)
    {
        using var api = Client(network: network);
        return await api.PostAsJsonAsync("/api/staff/sign-in", new { email = Email, password = password ?? Password, code, device });
    }

    /// <summary>The token of a new session of staff's, with a code if there is an authenticator.</summary>
    public async Task<string> SignInAsync()
    {
        using var answer = await TrySignInAsync(code: Key is null ? null : await CodeAsync());
        return (await ReadAsync(answer)).GetProperty("token").GetString()!;
    }

    public async Task<HttpResponseMessage> TryLogInAsync(string? password = null, string? network = null)
    {
        using var api = Client(network: network);
        return await api.PostAsJsonAsync("/api/accounts/login", new { email = Email, password = password ?? Password });
    }

    /// <summary>The token of a new session of a customer's.</summary>
    public async Task<string> LogInAsync()
    {
        using var answer = await TryLogInAsync();
        return (await ReadAsync(answer)).GetProperty("token").GetString()!;
    }

    /// <summary>Scans the key, confirms it, and goes on with the session that is answered.</summary>
    public async Task<string> EnrolAsync(string token)
    {
        using var api = Client(token);
        using var begun = await api.PostAsJsonAsync("/api/staff/authenticator", new { password = Password });
        Key = (await ReadAsync(begun)).GetProperty("key").GetString();
        using var confirmed = await api.PostAsJsonAsync("/api/staff/authenticator/confirmation", new { code = await CodeAsync() });
        var enrolled = await ReadAsync(confirmed);
        RecoveryCodes = [.. enrolled.GetProperty("recoveryCodes").EnumerateArray().Select(code => code.GetString()!)];
        return enrolled.GetProperty("session").GetProperty("token").GetString()!;
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        answer.IsSuccessStatusCode.ShouldBeTrue($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Comes back when told to, because very many have their password looked at at once: on a busy machine all tests together are.</summary>
    sealed class Patience(HttpMessageHandler next) : DelegatingHandler(next)
    {
        const int Times = 10;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            for (var putOff = 0; ; putOff++)
            {
                var answer = await base.SendAsync(request, cancellationToken);
                if (answer.StatusCode != HttpStatusCode.TooManyRequests || putOff == Times)
                    return answer;

                await answer.Content.LoadIntoBufferAsync(cancellationToken);
                if (await answer.CodeAsync() != "429 too_many_requests")
                    return answer;

                await Task.Delay(answer.Headers.RetryAfter!.Delta!.Value, cancellationToken);
                answer.Dispose();
            }
        }
    }

    static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30;

    string CodeOf(long step) => new Totp(Base32Encoding.ToBytes(Key)).ComputeTotp(DateTimeOffset.FromUnixTimeSeconds(step * 30).UtcDateTime);
}

static class GivenPeople
{
    /// <summary>Somebody new with these roles, who has not signed in yet.</summary>
    public static async Task<Person> GivenPersonAsync(this TicketingApp app, params string[] roles)
    {
        await using var database = await app.DatabaseAsync();
        return new Person(app, await StaffAccount.CreateAsync(database, roles, default));
    }

    /// <summary>A client of api that is a new member of staff's.</summary>
    public static async Task<HttpClient> GivenStaffAsync(this TicketingApp app, bool secondFactor = false)
    {
        var person = await app.GivenPersonAsync(Roles.Staff);
        var token = await person.SignInAsync();
        return person.Client(secondFactor ? await person.EnrolAsync(token) : token);
    }

    /// <summary>A new admin and the token of a session with the second factor.</summary>
    public static async Task<(Person Admin, string Token)> GivenAdminAsync(this TicketingApp app)
    {
        var person = await app.GivenPersonAsync(Roles.Staff, Roles.Admin);
        return (person, await person.EnrolAsync(await person.SignInAsync()));
    }

    /// <summary>A client of api that is a new admin, with the second factor.</summary>
    public static async Task<HttpClient> GivenAdminClientAsync(this TicketingApp app)
    {
        var (admin, token) = await app.GivenAdminAsync();
        return admin.Client(token);
    }
}
