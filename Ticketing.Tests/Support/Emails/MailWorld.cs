using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Mails;
using Ticketing.Core.Messaging;
using Ticketing.Workers.Emails;
using Ticketing.Workers.Emails.Handlers;

namespace Ticketing.Tests.Support.Emails;

/// <summary>The emails role on a database of its own and the test's SMTP server. No host runs: the test hands over the messages.</summary>
sealed class MailWorld : IAsyncDisposable
{
    public static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(20);

    readonly IHost host;

    MailWorld(IHost host, string connection, FakeTimeProvider clock)
    {
        this.host = host;
        Connection = connection;
        Database = TicketingApp.CreateContext(connection);
        Clock = clock;
    }

    /// <summary>Of its database, for a second world on the same.</summary>
    public string Connection { get; }

    public FakeTimeProvider Clock { get; }

    public BookingLinks Links => host.Services.GetRequiredService<BookingLinks>();

    /// <summary>For what the test does itself.</summary>
    public TicketingDbContext Database { get; }

    /// <param name="database">Another world's; else it has one of its own.</param>
    /// <param name="timeout">How long the server may take over a mail, where that is what is tested.</param>
    public static async Task<MailWorld> StartAsync(TicketingApp app, int smtpPort, string? database = null, TimeSpan? timeout = null)
    {
        database ??= await app.GivenDatabaseAsync();
        var clock = new FakeTimeProvider(GivenPaidBooking.PaidAt);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        Configure(builder, database, "amqp://nowhere.invalid", smtpPort);
        builder.Configuration["Mail:Timeout"] = timeout?.ToString();
        builder.Services.AddSingleton<TimeProvider>(clock);
        return new MailWorld(builder.Build(), database, clock);
    }

    public static void Configure(IHostApplicationBuilder builder, string database, string broker, int smtpPort)
    {
        builder.Configuration["ConnectionStrings:ticketing"] = database;
        builder.Configuration["ConnectionStrings:rabbitmq"] = broker;
        builder.Configuration["ConnectionStrings:smtp"] = $"smtp://127.0.0.1:{smtpPort}";
        builder.Configuration["PublicUrl"] = TicketMails.PublicUrl;
        builder.Configuration["BookingLinks:Key"] = "key-of-the-links-in-the-mails-of-tests";
        builder.Configuration["Mail:LongestRest"] = LongestRest.ToString();
        builder.AddEmailsRole();
    }

    /// <summary>Delivers a message, the same one again if it has the same id.</summary>
    public async Task HandleAsync<TMessage>(TMessage message, Guid? messageId = null)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var handler = (IMessageHandler<TMessage>)scope.ServiceProvider.GetRequiredService(HandlerOf(typeof(TMessage)));
        await handler.HandleAsync(message, new MessageContext(messageId ?? Guid.NewGuid(), "emails", Attempt: 1), default);
    }

    public async Task<MailDelivery> DeliveryAsync() => (await DeliveriesAsync()).ShouldHaveSingleItem();

    public Task<List<MailDelivery>> DeliveriesAsync() => Database.MailDeliveries.AsNoTracking().OrderBy(mail => mail.Key).ToListAsync();

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    static Type HandlerOf(Type message) => typeof(TicketMailHandler).Assembly.GetTypes()
        .Single(type => type.Namespace == typeof(TicketMailHandler).Namespace && type.IsAssignableTo(typeof(IMessageHandler<>).MakeGenericType(message)));
}

static class MailFiles
{
    /// <summary>The mails to somebody as they were taken, oldest first.</summary>
    public static async Task<List<MimeMessage>> MessagesToAsync(this SandboxProcess sandbox, string recipient)
    {
        var folder = Path.ChangeExtension(sandbox.LedgerPath, ".mails");
        var mails = await sandbox.MailsToAsync(recipient);
        return [.. mails.Reverse().Select(mail => MimeMessage.Load(Path.Combine(folder, $"{mail.Id}.eml")))];
    }
}
