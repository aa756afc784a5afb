// Options: --CachePort=N fixes Redis's port; --AllServers=true adds RabbitMQ and PostgreSQL; --KeepData=true keeps their data.
using Microsoft.Extensions.Configuration;

var builder = DistributedApplication.CreateBuilder(args);
builder.AddRedis("cache", builder.Configuration.GetValue<int?>("CachePort"));
if (builder.Configuration.GetValue("AllServers", false))
{
    var broker = builder.AddRabbitMQ("broker").WithManagementPlugin();
    var server = builder.AddPostgres("server");
    server.AddDatabase("database");
    if (builder.Configuration.GetValue("KeepData", false))
    {
        broker.WithDataVolume();
        server.WithDataVolume();
    }
}

builder.Build().Run();
