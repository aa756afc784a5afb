namespace Ticketing.Tests.Embedded.Manifest
{
    /// <summary>The AppHost of which Aspire 13 wrote <c>manifest.json</c>.</summary>
    static class SampleAppHost
    {
        public static void Describe(IDistributedApplicationBuilder builder)
        {
            var cache = builder.AddRedis("cache");
            var mq = builder.AddRabbitMQ("messaging");
            var db = builder.AddPostgres("postgres").WithDataVolume().AddDatabase("appdb");
            var apiKey = builder.AddParameter("apikey", secret: true);

            var web = builder.AddProject<Projects.Web>("web")
                .WithReference(cache).WaitFor(cache)
                .WithReference(mq).WaitFor(mq)
                .WithReference(db).WaitFor(db)
                .WithEnvironment("API_KEY", apiKey)
                .WithReplicas(2)
                .WithExternalHttpEndpoints()
                .WithHttpHealthCheck("/health");

            builder.AddProject<Projects.Web>("worker", launchProfileName: null)
                .WithArgs("--mode", "worker")
                .WithReference(mq).WaitFor(mq)
                .WithReference(web);
        }
    }
}

namespace Projects
{
    /// <summary>A web project on disk, as far as an app model looks at it.</summary>
    sealed class Web : IProjectMetadata
    {
        public static readonly string Solution = Directory.CreateTempSubdirectory("ticketing-sample-").FullName;

        static Web()
        {
            var settings = Directory.CreateDirectory(Path.Combine(Solution, "Web", "Properties"));
            File.WriteAllText(Path.Combine(Solution, "Web", "Web.csproj"), "<Project />");
            File.WriteAllText(Path.Combine(settings.FullName, "launchSettings.json"), """
                {
                  "profiles": {
                    "IIS Express": { "commandName": "IISExpress" },
                    // The first that starts the project itself.
                    "http": {
                      "commandName": "Project",
                      "applicationUrl": "http://localhost:5101",
                      "environmentVariables": { "ASPNETCORE_ENVIRONMENT": "Development" }
                    },
                    "https": { "commandName": "Project", "applicationUrl": "https://localhost:7101;http://localhost:5101" }
                  }
                }
                """);
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Solution, recursive: true);
        }

        public string ProjectPath => Path.Combine(Solution, "Web", "Web.csproj");
    }
}
