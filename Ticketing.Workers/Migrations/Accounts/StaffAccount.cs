using Microsoft.AspNetCore.Identity;
using Ticketing.Core.Accounts;

namespace Ticketing.Workers.Migrations.Accounts;

/// <summary>Somebody to sign in to the back office as, in development. The password is the AppHost's, which shows it.</summary>
sealed class StaffAccount(UserManager<Member> members, IConfiguration configuration)
{
    public const string Email = "staff@ticketing.example";

    /// <exception cref="InvalidOperationException">There is no <c>Staff:Password</c>, or it is too weak.</exception>
    public async Task EnsureAsync()
    {
        var password = configuration["Staff:Password"]
            ?? throw new InvalidOperationException("Staff:Password is not set: the AppHost generates it.");

        var member = await members.FindByEmailAsync(Email) ?? await CreateAsync();
        foreach (var role in (string[])[Roles.Staff, Roles.Admin])
        {
            if (!await members.IsInRoleAsync(member, role))
                (await members.AddToRoleAsync(member, role)).ThrowIfFailed();
        }

        // The database may have outlived the generated password.
        if (!await members.CheckPasswordAsync(member, password))
        {
            (await members.RemovePasswordAsync(member)).ThrowIfFailed();
            (await members.AddPasswordAsync(member, password)).ThrowIfFailed();
        }
    }

    async Task<Member> CreateAsync()
    {
        var member = new Member { Id = Guid.CreateVersion7(), UserName = Email, Email = Email, EmailConfirmed = true };
        (await members.CreateAsync(member)).ThrowIfFailed();
        return member;
    }
}
