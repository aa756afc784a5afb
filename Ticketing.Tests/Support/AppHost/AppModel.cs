namespace Ticketing.Tests.Support.AppHost;

/// <summary>The app model as a developer's run sees it; nothing is started.</summary>
public sealed class AppModel : IAsyncLifetime
{
    /// <summary>What runs in production for as long as the release does.</summary>
    public static TheoryData<string> Services => ["api", "seat-holds", "payments", "emails", "web"];

    IDistributedApplicationTestingBuilder? builder;

    public IResourceCollection Resources => builder!.Resources;

    public ProjectResource Project(string name) => Resources.OfType<ProjectResource>().Single(p => p.Name == name);

    /// <summary>The variables of a project, each as the manifest would write it.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> EnvironmentAsync(string project)
    {
        var resource = Project(project);
        var context = new EnvironmentCallbackContext(builder!.ExecutionContext, resource);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await annotation.Callback(context);
        return context.EnvironmentVariables.ToDictionary(v => v.Key, v => v.Value is IManifestExpressionProvider value ? value.ValueExpression : v.Value.ToString());
    }

    public async Task<IReadOnlyList<string?>> ArgumentsAsync(string project)
    {
        var resource = Project(project);
        var arguments = new List<object>();
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            await annotation.Callback(new CommandLineArgsCallbackContext(arguments, resource));
        return [.. arguments.Select(argument => argument.ToString())];
    }

    public async Task InitializeAsync() => builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Ticketing_AppHost>(["--KeepData=false"]);

    public async Task DisposeAsync() => await builder!.DisposeAsync();
}
