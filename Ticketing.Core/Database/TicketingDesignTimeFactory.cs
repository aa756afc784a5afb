using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Ticketing.Core.Database;

/// <summary>Lets <c>dotnet ef migrations add</c> work on this project alone; it never connects.</summary>
sealed class TicketingDesignTimeFactory : IDesignTimeDbContextFactory<TicketingDbContext>
{
    public TicketingDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<TicketingDbContext>().UseNpgsql().UseSnakeCaseNamingConvention().Options);
}
