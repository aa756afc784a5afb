using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Accounts;

namespace Ticketing.Core.Database;

sealed class AccountTables : IEntityTypeConfiguration<Member>, IEntityTypeConfiguration<Session>, IEntityTypeConfiguration<FailedSignIns>
{
    const int LongestNetwork = 45;

    public void Configure(EntityTypeBuilder<Member> member) =>
        // Identity writes back all that it has read of a member: a code that was used meanwhile would be good again.
        member.Property(m => m.LastCodeStep).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);

    public void Configure(EntityTypeBuilder<Session> session)
    {
        session.Property(s => s.EndedWhy).HasMaxLength(Session.LongestWhy);
        session.Property(s => s.Network).HasMaxLength(LongestNetwork);
        session.Property(s => s.UserAgent).HasMaxLength(Session.LongestUserAgent);
        session.HasIndex(s => new { s.MemberId, s.Network });
        session.HasIndex(s => s.ExpiresAt);
        // What every process asks for each second.
        session.HasIndex(s => s.EndedAt).HasFilter("ended_at IS NOT NULL");
    }

    public void Configure(EntityTypeBuilder<FailedSignIns> failed)
    {
        failed.HasKey(f => new { f.Account, f.Network });
        failed.Property(f => f.Account).HasMaxLength(64);
        failed.Property(f => f.Network).HasMaxLength(LongestNetwork);
        failed.HasIndex(f => f.LastAt);
    }
}

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
