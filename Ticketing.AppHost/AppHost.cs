// The whole system: what runs, what each part needs, and what it waits for.
using Microsoft.Extensions.Configuration;
using Ticketing.AppHost;
using Ticketing.AppHost.Commands;
using Ticketing.AppHost.Running;
using Ticketing.AppHost.Servers;

var builder = DistributedApplication.CreateBuilder(args);
var publishing = builder.ExecutionContext.IsPublishMode;

// Secrets: made on the first development run and kept; in production they come from outside.
var customerKey = builder.AddSecret("customer-key", new GenerateParameterDefault { MinLength = 44 });
var waitingRoomKey = builder.AddSecret("waiting-room-key", new GenerateParameterDefault { MinLength = 44 });
var paymentsKey = builder.AddSecret("payments-key", new GenerateParameterDefault { MinLength = 32 });
var webhookKey = builder.AddSecret("webhook-key", new GenerateParameterDefault { MinLength = 32 });
var bookingLinkKey = builder.AddSecret("booking-link-key", new GenerateParameterDefault { MinLength = 44 });
var ticketKey = builder.AddSecret("ticket-key", new SigningKeyDefault());
var ticketListKey = builder.AddSecret("ticket-list-key", new SigningKeyDefault());
var staffKey = builder.AddSecret("staff-key", new SigningKeyDefault());
var staffOtherKey = builder.AddSecret("staff-other-key", new SigningKeyDefault());
var dataProtectionCertificate = builder.AddSecret("data-protection-certificate", new CertificateDefault());
var staffPassword = builder.AddSecret("staff-password", new GenerateParameterDefault
{
    MinLength = 16,
    MinLower = 1,
    MinUpper = 1,
    MinNumeric = 1,
    MinSpecial = 1,
});

// Servers: here our own; in production managed ones, so that no password and no stateful container enters the manifests.
IResourceBuilder<IResourceWithConnectionString> database, redis, rabbitmq, management, smtp;
EndpointReference? postgres = null, broker = null;
IResourceBuilder<ProjectResource>? sandbox = null;
DataFolders? folders = null;
if (publishing)
{
    database = builder.AddConnectionString("ticketing");
    redis = builder.AddConnectionString("redis");
    rabbitmq = builder.AddConnectionString("rabbitmq");
    management = builder.AddConnectionString("rabbitmq-management");
    smtp = builder.AddConnectionString("smtp");
}
else
{
    var keepData = builder.Configuration.GetValue("KeepData", true);
    folders = new DataFolders(builder.AppHostDirectory, keepData);
    (database, redis, rabbitmq, management, postgres, broker) = builder.AddServers(folders, keepData);

    // The outside world, which misbehaves on command: a payment provider and a mail inbox.
    sandbox = builder.AddProject<Projects.Ticketing_Sandbox>("sandbox")
        .WithEndpoint(name: "smtp", scheme: "tcp", env: "SMTP_PORT")
        .WithEnvironment("Sandbox__Key", paymentsKey)
        .WithEnvironment("Sandbox__WebhookKey", webhookKey)
        .WithEnvironment("Sandbox__LedgerPath", SandboxLedger.PathIn(builder.AppHostDirectory, folders, keepData))
        .WithManagement();
    var inbox = sandbox.GetEndpoint("smtp");
    smtp = builder.AddConnectionString("smtp", ReferenceExpression.Create(
        $"smtp://{inbox.Property(EndpointProperty.Host)}:{inbox.Property(EndpointProperty.Port)}")).WithParentRelationship(sandbox.Resource);
}

// Brings the database and the broker to what this release needs, makes the services' users and the first admin, and ends.
var migrations = builder.AddProject<Projects.Ticketing_Workers>("migrations").WithArgs("migrations")
    .WithReference(database).WaitFor(database)
    .WithReference(rabbitmq).WithReference(management, connectionName: "rabbitmq_management")
    .WithEnvironment("Staff__Password", staffPassword);
var accounts = new ServiceAccounts(migrations, postgres, broker);

var api = builder.AddProject<Projects.Ticketing_Api>("api")
    .WithDatabase(accounts).WaitForCompletion(migrations)
    .WithReference(redis).WaitFor(redis)
    .WithBroker(accounts).WaitFor(rabbitmq)
    .WithEnvironment("Customers__Key", customerKey)
    .WithEnvironment("Payments__Key", paymentsKey)
    .WithEnvironment("Payments__WebhookKey", webhookKey)
    .WithEnvironment("BookingLinks__Key", bookingLinkKey)
    .WithEnvironment("Tickets__ListKey", ticketListKey)
    .WithEnvironment("Staff__SigningKey", staffKey)
    .WithEnvironment("Staff__OtherSigningKey", staffOtherKey)
    .WithEnvironment("DataProtection__Certificate", dataProtectionCertificate)
    .WithReplicas(2)
    .WithManagement();

var seatHolds = builder.AddProject<Projects.Ticketing_SeatHolds>("seat-holds")
    .WithDatabase(accounts).WaitForCompletion(migrations)
    .WithReference(redis).WaitFor(redis)
    .WithBroker(accounts).WaitFor(rabbitmq)
    .WithEnvironment("Customers__Key", customerKey)
    .WithEnvironment("WaitingRoom__Key", waitingRoomKey)
    .WithReplicas(2)
    .WithManagement();

var payments = builder.AddProject<Projects.Ticketing_Workers>("payments").WithArgs("payments")
    .WithDatabase(accounts).WaitForCompletion(migrations)
    .WithBroker(accounts).WaitFor(rabbitmq)
    .WithEnvironment("Payments__Key", paymentsKey)
    .WithEnvironment("Tickets__SigningKey", ticketKey)
    .WithManagement();

var emails = builder.AddProject<Projects.Ticketing_Workers>("emails").WithArgs("emails")
    .WithDatabase(accounts).WaitForCompletion(migrations)
    .WithBroker(accounts).WaitFor(rabbitmq)
    .WithReference(smtp).WaitFor(smtp)
    .WithEnvironment("BookingLinks__Key", bookingLinkKey)
    .WithManagement();

var web = builder.AddProject<Projects.Ticketing_Web>("web").WithExternalHttpEndpoints()
    .WithDatabase(accounts).WaitForCompletion(migrations)
    .WithReference(api).WaitFor(api)
    .WithReference(seatHolds).WaitFor(seatHolds)
    .WithEnvironment("Customers__Key", customerKey)
    .WithEnvironment("DataProtection__Certificate", dataProtectionCertificate)
    .WithManagement();

builder.TrustProxies(api, seatHolds, web);

// Where customers see the site: the address that the payment provider sends them back to, that mails link to, and that search engines keep.
var publicUrl = publishing
    ? ReferenceExpression.Create($"{builder.AddParameter("public-url")}")
    : ReferenceExpression.Create($"{web.GetEndpoint("http")}");
foreach (var linking in (IResourceBuilder<ProjectResource>[])[api, emails, web])
    linking.WithEnvironment("PublicUrl", publicUrl);

var paymentsUrl = publishing
    ? ReferenceExpression.Create($"{builder.AddParameter("payments-url")}")
    : ReferenceExpression.Create($"http://sandbox");
foreach (var paying in (IResourceBuilder<ProjectResource>[])[api, payments])
    paying.WithEnvironment("Payments__Url", paymentsUrl).WithEnvironment("Payments__Provider", publishing ? "Stripe" : "Sandbox");

// Where customers pay: web's forms may lead there, and nowhere else.
web.WithEnvironment("Payments__CheckoutOrigins__0", sandbox is null
    ? ReferenceExpression.Create($"https://checkout.stripe.com")
    : ReferenceExpression.Create($"{sandbox.GetEndpoint("http")}"));

if (sandbox is not null)
{
    sandbox.WithEnvironment("Sandbox__WebhookUrl", $"{api.GetEndpoint("http")}/api/payments/webhook");
    api.WithReference(sandbox);
    payments.WithReference(sandbox);
    builder.AddStaffSignIn(web, staffPassword);

    // For developers, in the dashboard.
    sandbox.AddProviderCommands(paymentsKey);
    redis.AddRedisCommands();
    web.AddSiteCommands(api, seatHolds, migrations, database, redis);
}

if (folders is not null)
    builder.AddDevelopmentRun(folders);

return await builder.Build().RunToEndAsync();
