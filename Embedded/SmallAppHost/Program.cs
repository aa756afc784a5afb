// Options: --CachePort N fixes Redis's port; --AllServers true adds RabbitMQ and PostgreSQL.
using Microsoft.Extensions.Configuration;

var builder = DistributedApplication.CreateBuilder(args);
builder.AddRedis("cache", builder.Configuration.GetValue<int?>("CachePort"));
if (builder.Configuration.GetValue("AllServers", false))
{
    builder.AddRabbitMQ("broker").WithManagementPlugin();
    builder.AddPostgres("server").AddDatabase("database");
}

builder.Build().Run();
