using System.Net.Http.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Accounts;
using Ticketing.Core.Database;

namespace Ticketing.Load.Stack;

/// <summary>A member of staff in a system of one's own: nobody but api can make their tokens, so they sign in as others do.</summary>
sealed record StaffAccount(Guid Id, string Email, string Password)
{
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

    /// <summary>The token of a new session.</summary>
    public async Task<string> SignInAsync(HttpClient api, string? code, CancellationToken ct)
    {
        using var answer = await api.PostAsJsonAsync("/api/staff/sign-in", new StaffSignInRequest(Email, Password, code), ct);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"The sign-in was answered {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(ct)}", null, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<StaffSignInResponse>(ct))!.Token;
    }

    /// <summary>Who asks in the name of staff.</summary>
    public async Task<LoadCustomer> AsCallerAsync(HttpClient api, CancellationToken ct) => new(Id, await SignInAsync(api, code: null, ct));
}
