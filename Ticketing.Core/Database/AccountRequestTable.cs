using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Accounts;

namespace Ticketing.Core.Database;

sealed class AccountRequestTable : IEntityTypeConfiguration<AccountRequest>
{
    public void Configure(EntityTypeBuilder<AccountRequest> request)
    {
        // Else a link that is made void while it is written would be good after all.
        request.Property(r => r.TokenEndsAt).IsConcurrencyToken();
        request.Ignore(r => r.IsOver);
        request.HasIndex(r => r.TokenHash).IsUnique();
        request.HasIndex(r => new { r.NormalizedEmail, r.CreatedAt });
        request.HasIndex(r => r.CreatedAt);
    }
}
