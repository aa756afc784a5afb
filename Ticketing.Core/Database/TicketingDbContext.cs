using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Ticketing.Core.Accounts;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Mails;
using Ticketing.Core.Messaging;
using Ticketing.Core.Payments;
using Ticketing.Core.Security;
using Ticketing.Core.WaitingRooms;

namespace Ticketing.Core.Database;

/// <summary>The truth. Each folder's entities are mapped in the class of the same name beside this file.</summary>
public sealed class TicketingDbContext(DbContextOptions<TicketingDbContext> options)
    : IdentityDbContext<Member, IdentityRole<Guid>, Guid>(options), IDataProtectionKeyContext
{
    public DbSet<Cinema> Cinemas => Set<Cinema>();
    public DbSet<Auditorium> Auditoriums => Set<Auditorium>();
    public DbSet<Seat> Seats => Set<Seat>();
    public DbSet<Film> Films => Set<Film>();
    public DbSet<PricePlan> PricePlans => Set<PricePlan>();
    public DbSet<Showing> Showings => Set<Showing>();
    public DbSet<ShowingCancellation> ShowingCancellations => Set<ShowingCancellation>();

    public DbSet<Booking> Bookings => Set<Booking>();
    public DbSet<BookingSeat> BookingSeats => Set<BookingSeat>();
    public DbSet<BookingEvent> BookingEvents => Set<BookingEvent>();
    public DbSet<Ticket> Tickets => Set<Ticket>();
    public DbSet<TicketKey> TicketKeys => Set<TicketKey>();
    public DbSet<AddressChange> AddressChanges => Set<AddressChange>();
    public DbSet<IdempotentRequest> IdempotentRequests => Set<IdempotentRequest>();

    public DbSet<PaymentAttempt> PaymentAttempts => Set<PaymentAttempt>();
    public DbSet<Refund> Refunds => Set<Refund>();
    public DbSet<PaymentNotification> PaymentNotifications => Set<PaymentNotification>();
    public DbSet<PaymentScanMark> PaymentScanMarks => Set<PaymentScanMark>();

    public DbSet<WaitingRoom> WaitingRooms => Set<WaitingRoom>();
    public DbSet<WaitingRoomLease> WaitingRoomLeases => Set<WaitingRoomLease>();
    public DbSet<WaitingRoomAdmission> WaitingRoomAdmissions => Set<WaitingRoomAdmission>();

    /// <summary>Whether a message was added since a transaction of this context last committed.</summary>
    internal bool HasMessages { get; set; }

    public DbSet<OutboxMessage> OutboxMessages => Set<OutboxMessage>();
    public DbSet<InboxMessage> InboxMessages => Set<InboxMessage>();
    public DbSet<DeadLetter> DeadLetters => Set<DeadLetter>();
    public DbSet<MailDelivery> MailDeliveries => Set<MailDelivery>();

    public DbSet<Session> Sessions => Set<Session>();
    public DbSet<FailedSignIns> FailedSignIns => Set<FailedSignIns>();
    public DbSet<AccountRequest> AccountRequests => Set<AccountRequest>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(TicketingDbContext).Assembly);
        // Counts rebuilds of seats in Redis, across its restarts and replacements.
        builder.HasSequence<long>("seat_generations");
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // Enums are stored by name: readable in psql, and safe to reorder in code.
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(20);
    }
}

/// <summary>Lets <c>dotnet ef migrations add</c> work on this project alone; it never connects.</summary>
sealed class TicketingDesignTimeFactory : IDesignTimeDbContextFactory<TicketingDbContext>
{
    public TicketingDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<TicketingDbContext>().UseNpgsql().UseSnakeCaseNamingConvention().Options);
}
