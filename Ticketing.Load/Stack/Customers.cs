using System.Net.Http.Headers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Ticketing.Core.Customers;

namespace Ticketing.Load.Stack;

/// <summary>Guests with valid tokens, signed with the stack's own key as the api does.</summary>
sealed class Customers
{
    readonly CustomerTokens tokens;

    public Customers(string key)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create<string, string?>("Customers:Key", key)]);
        builder.AddCustomers();
        using var services = builder.Services.BuildServiceProvider();
        tokens = services.GetRequiredService<CustomerTokens>();
    }

    public LoadCustomer New()
    {
        var id = Guid.CreateVersion7();
        return new LoadCustomer(id, tokens.Issue(id).Token);
    }

    public LoadCustomer[] New(int count) => [.. Enumerable.Range(0, count).Select(_ => New())];
}

sealed record LoadCustomer(Guid Id, string Token)
{
    /// <summary>Unlike anybody else's, so that limits per address are this customer's own.</summary>
    public string Email => $"{Id:N}@load.example";

    public HttpRequestMessage Request(HttpMethod method, string path) =>
        new(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", Token) } };
}
