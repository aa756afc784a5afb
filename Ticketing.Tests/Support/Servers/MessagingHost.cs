using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RabbitMQ.Client;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;

namespace Ticketing.Tests.Support.Servers;

sealed record Greeting(string Text);

sealed record Farewell(string Text);

/// <summary>A message that arrived at <see cref="Handler{TMessage}"/>.</summary>
sealed record Arrival(object Message, MessageContext Context, DateTimeOffset At);

/// <summary>What handlers saw, and what they do.</summary>
sealed class Journal
{
    readonly ConcurrentQueue<Arrival> arrivals = new();

    public IReadOnlyList<Arrival> Arrivals => [.. arrivals];

    /// <summary>Runs after the arrival is noted.</summary>
    public Func<Arrival, CancellationToken, Task> Then { get; set; } = (_, _) => Task.CompletedTask;

    public Task NoteAsync(Arrival arrival, CancellationToken ct)
    {
        arrivals.Enqueue(arrival);
        return Then(arrival, ct);
    }

    public Task<IReadOnlyList<Arrival>> HasAsync(int count) =>
        Eventually.BecomesAsync(() => Task.FromResult(Arrivals), arrivals => arrivals.Count >= count);
}

sealed class Handler<TMessage>(Journal journal) : IMessageHandler<TMessage>
    where TMessage : notnull
{
    public Task HandleAsync(TMessage message, MessageContext context, CancellationToken ct) =>
        journal.NoteAsync(new Arrival(message, context, TimeProvider.System.GetUtcNow()), ct);
}

/// <summary>A service with messaging and nothing else.</summary>
sealed class MessagingHost : IAsyncDisposable
{
    readonly IHost host;

    MessagingHost(IHost host) => this.host = host;

    public static readonly MessageQueue Greetings = new("greetings", typeof(Greeting));
    public static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    public static readonly TimeSpan SecondDelay = TimeSpan.FromMilliseconds(800);

    public static async Task<MessagingHost> StartAsync(string database, string broker, Action<IHostApplicationBuilder> configure, int concurrency = 8, TimeSpan? drainTimeout = null)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:ticketing"] = database,
            ["ConnectionStrings:rabbitmq"] = broker,
            ["Messaging:FailureDelay"] = "00:00:00.2",
            ["Messaging:RetryDelays:0"] = FirstDelay.ToString(),
            ["Messaging:RetryDelays:1"] = SecondDelay.ToString(),
            ["Messaging:DrainTimeout"] = (drainTimeout ?? TimeSpan.FromSeconds(20)).ToString(),
            ["Messaging:Concurrency"] = concurrency.ToString(System.Globalization.CultureInfo.InvariantCulture),
        });
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<Journal>();
        configure(builder);
        if (builder.Services.All(service => service.ServiceType != typeof(TicketingDbContext)))
            builder.AddTicketingDatabase();
        var host = builder.Build();
        await host.StartAsync();
        return new MessagingHost(host);
    }

    public Journal Journal => host.Services.GetRequiredService<Journal>();

    /// <summary>Writes a message to the outbox.</summary>
    public async Task<Guid> EnqueueAsync<TMessage>(params TMessage[] messages)
        where TMessage : notnull
    {
        await using var scope = host.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TicketingDbContext>();
        foreach (var message in messages)
            context.Enqueue(message, TimeProvider.System.GetUtcNow());
        var id = context.OutboxMessages.Local.Last().Id;
        await context.SaveChangesAsync();
        return id;
    }

    public async Task<T> QueryAsync<T>(Func<TicketingDbContext, Task<T>> query)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await query(scope.ServiceProvider.GetRequiredService<TicketingDbContext>());
    }

    public async Task<TResult> UseAsync<TService, TResult>(Func<TService, Task<TResult>> use)
        where TService : notnull
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public Task<int> UnpublishedAsync() => QueryAsync(context => context.OutboxMessages.CountAsync(message => message.PublishedAt == null));

    public async Task AllPublishedAsync() => await Eventually.BecomesAsync(UnpublishedAsync, unpublished => unpublished == 0);

    /// <summary>A channel beside the service's own ones, whose publishes are confirmed.</summary>
    public Task<IChannel> OpenChannelAsync() => host.Services.GetRequiredService<IConnection>()
        .CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));

    public Task StopAsync() => host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        if (host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
    }
}
