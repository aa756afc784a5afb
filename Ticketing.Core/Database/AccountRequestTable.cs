using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Accounts;

namespace Ticketing.Core.Database;

sealed class AccountRequestTable : IEntityTypeConfiguration<AccountRequest>
{
    public void Configure(EntityTypeBuilder<AccountRequest> request)
    {
        request.HasIndex(r => r.TokenHash).IsUnique();
        request.HasIndex(r => new { r.NormalizedEmail, r.CreatedAt });
        request.HasIndex(r => r.CreatedAt);
    }
}
