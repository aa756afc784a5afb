using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OtpNet;
using Ticketing.Core.Accounts;
using Ticketing.Core.Database;

namespace Ticketing.Load.Stack;

/// <summary>A member of staff in a system of one's own: nobody but api can make their tokens, so they sign in as others do.</summary>
sealed record StaffAccount(Guid Id, string Email, string Password)
{
    /// <summary>Of the authenticator, in base32; null without one.</summary>
    public string? Key { get; private init; }

    /// <summary>A new account with these roles, and with no second factor.</summary>
    public static async Task<StaffAccount> CreateAsync(TicketingDbContext database, IReadOnlyCollection<string> roles, CancellationToken ct)
    {
        var id = Guid.CreateVersion7();
        var email = $"{id:N}@staff.example";
        var account = new StaffAccount(id, email, $"made up for {id:N}");
        var member = new Member
        {
            Id = id,
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            UserName = email,
            NormalizedUserName = email.ToUpperInvariant(),
            EmailConfirmed = true,
            SecurityStamp = $"{Guid.NewGuid()}",
        };
        member.PasswordHash = new PasswordHasher<Member>().HashPassword(member, account.Password);
        database.Users.Add(member);
        foreach (var role in await database.Roles.Where(role => roles.Contains(role.Name!)).ToListAsync(ct))
            database.UserRoles.Add(new IdentityUserRole<Guid> { UserId = id, RoleId = role.Id });
        await database.SaveChangesAsync(ct);
        return account;
    }

    public static async Task<StaffAccount> CreateAsync(string database, CancellationToken ct)
    {
        await using var context = new TicketingDbContext(
            new DbContextOptionsBuilder<TicketingDbContext>().UseNpgsql(database).UseSnakeCaseNamingConvention().Options);
        return await CreateAsync(context, [Roles.Staff], ct);
    }

    /// <summary>The token of a new session, with the second factor if there is an authenticator.</summary>
    public async Task<string> SignInAsync(HttpClient api, CancellationToken ct)
    {
        var code = Key is null ? null : CodeOf(Key);
        return (await AskAsync(api, token: null, "/api/staff/sign-in", new { email = Email, password = Password, code }, ct)).GetProperty("token").GetString()!;
    }

    /// <summary>The same account with an authenticator, whose next code is good half a minute later.</summary>
    public async Task<StaffAccount> EnrolAsync(HttpClient api, CancellationToken ct)
    {
        var token = await SignInAsync(api, ct);
        var key = (await AskAsync(api, token, "/api/staff/authenticator", new { password = Password }, ct)).GetProperty("key").GetString()!;
        await AskAsync(api, token, "/api/staff/authenticator/confirmation", new { code = CodeOf(key) }, ct);
        return this with { Key = key };
    }

    /// <summary>Who asks in the name of staff.</summary>
    public async Task<LoadCustomer> AsCallerAsync(HttpClient api, CancellationToken ct) => new(Id, await SignInAsync(api, ct));

    static string CodeOf(string key) => new Totp(Base32Encoding.ToBytes(key)).ComputeTotp();

    async Task<JsonElement> AskAsync(HttpClient api, string? token, string path, object body, CancellationToken ct)
    {
        using var request = token is null ? new HttpRequestMessage(HttpMethod.Post, path) : new LoadCustomer(Id, token).Request(HttpMethod.Post, path);
        request.Content = JsonContent.Create(body);
        using var answer = await api.SendAsync(request, ct);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"{path} was answered {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(ct)}", null, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(ct);
    }
}
