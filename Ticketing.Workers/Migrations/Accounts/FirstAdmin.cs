using Microsoft.AspNetCore.Identity;
using Ticketing.Core.Accounts;
using Ticketing.Core.Database;

namespace Ticketing.Workers.Migrations.Accounts;

/// <summary>
/// Makes the account that staff begin with, where no admin exists: of <c>Staff:Email</c>, with <c>Staff:Password</c>. That is a first
/// password, which lets nobody in as staff before it was changed (ASVS 4.0.3, 2.3.1): once somebody is an admin, neither setting is needed
/// or has an effect.
/// </summary>
sealed class FirstAdmin(
    TicketingDbContext database, UserManager<Member> members, IConfiguration configuration, IHostEnvironment environment, TimeProvider time,
    ILogger<FirstAdmin> logger)
{
    /// <summary>After which only a mail's link gives another password.</summary>
    static readonly TimeSpan Initial = TimeSpan.FromDays(7);

    readonly string email = configuration["Staff:Email"] ?? "staff@ticketing.example";
    readonly string? password = configuration["Staff:Password"];

    /// <exception cref="InvalidOperationException">There is no admin, and these settings make none.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        var admins = await members.GetUsersInRoleAsync(Roles.Admin);
        if (admins is [])
            await AddAsync(cancellationToken);
        else if (environment.IsDevelopment() && admins.FirstOrDefault(admin => admin.Email == email) is { } known)
            await KeepPasswordAsync(known);
    }

    async Task AddAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(password))
            throw new InvalidOperationException("Nobody is an admin, and Staff:Password, the first one's password, is not set.");

        // An account was not opened to become an admin's: its password may be known elsewhere, and its sessions go on.
        if (await members.FindByEmailAsync(email) is not null)
            throw new InvalidOperationException($"Nobody is an admin, and {email} is a member who cannot become one by itself: set Staff:Email to another address.");

        // Without its roles it would be in its own way the next time.
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var admin = new Member { Id = Guid.CreateVersion7(), UserName = email, Email = email, EmailConfirmed = true };
        // In development it stays what the AppHost shows.
        if (!environment.IsDevelopment())
            admin.InitialPasswordEndsAt = time.GetUtcNow() + Initial;
        (await members.CreateAsync(admin, password)).ThrowIfFailed();
        (await members.AddToRolesAsync(admin, [Roles.Staff, Roles.Admin])).ThrowIfFailed();
        await transaction.CommitAsync(cancellationToken);
        logger.LogWarning("Nobody was an admin: made {Member}, of Staff:Email, one, with the password of Staff:Password, which is to be changed within a week", admin.Id);
    }

    /// <summary>In development it stays what the AppHost shows, which the database may have outlived.</summary>
    async Task KeepPasswordAsync(Member admin)
    {
        if (string.IsNullOrEmpty(password) || await members.CheckPasswordAsync(admin, password))
            return;

        (await members.RemovePasswordAsync(admin)).ThrowIfFailed();
        (await members.AddPasswordAsync(admin, password)).ThrowIfFailed();
    }
}

/// <summary>The roles that the code names exist in every environment.</summary>
sealed class RoleSeed(RoleManager<IdentityRole<Guid>> roles)
{
    public async Task AddMissingAsync()
    {
        foreach (var name in Roles.All)
        {
            if (!await roles.RoleExistsAsync(name))
                (await roles.CreateAsync(new IdentityRole<Guid>(name) { Id = Guid.CreateVersion7() })).ThrowIfFailed();
        }
    }
}
