using Ticketing.Sandbox;
using Ticketing.Sandbox.Faults.Panel;
using Ticketing.Sandbox.Inbox;
using Ticketing.Sandbox.Pages;
using Ticketing.Sandbox.Payments;
using Ticketing.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
if (!SandboxEnvironment.Allows(builder.Environment))
{
    await Console.Error.WriteLineAsync(SandboxEnvironment.Refusal(builder.Environment));
    return 1;
}

builder.AddServiceDefaults();
builder.AddSandboxErrors();
builder.AddSandboxPages();
builder.AddPaymentProvider();
builder.AddInbox();

var app = builder.Build();
app.UseSandboxErrors();
app.MapSandboxPages();
app.MapPaymentProvider();
app.MapInbox();
app.MapFaultPanel();
await app.RunAsync();
return 0;
