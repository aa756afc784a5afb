namespace Aspire.Hosting;

/// <summary>Adds .NET projects.</summary>
public static class ProjectResourceBuilderExtensions
{
    /// <summary>Adds a project that the AppHost's project file refers to, with the endpoints and variables of its launch profile.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new()
    {
        var metadata = new TProject();
        return builder.AddProject(name, metadata, LaunchProfile.Select(DirectoryOf(metadata), builder.Configuration["DOTNET_LAUNCH_PROFILE"]));
    }

    /// <summary>Adds a project with another launch profile than its first, or with none.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name, string? launchProfileName)
        where TProject : IProjectMetadata, new()
    {
        var metadata = new TProject();
        return builder.AddProject(name, metadata, launchProfileName is null ? null : LaunchProfile.Named(DirectoryOf(metadata), launchProfileName));
    }

    /// <summary>Runs several processes of the project behind the same addresses.</summary>
    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(replicas);
        return builder.WithAnnotation(new ReplicaAnnotation(replicas));
    }

    static string DirectoryOf(IProjectMetadata metadata) => File.Exists(metadata.ProjectPath)
        ? Path.GetDirectoryName(metadata.ProjectPath)!
        : throw new DistributedApplicationException($"The project file '{metadata.ProjectPath}' was not found.");

    static IResourceBuilder<ProjectResource> AddProject(this IDistributedApplicationBuilder builder, string name, IProjectMetadata metadata, LaunchProfile? profile)
    {
        var project = builder.AddResource(new ProjectResource(name)).WithAnnotation(metadata).WithTelemetry();
        return builder.ExecutionContext.IsRunMode ? project.ForRunning(profile) : project.ForPublishing(profile);
    }
}
