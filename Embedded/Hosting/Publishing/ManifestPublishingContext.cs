using System.Text.Json;

namespace Aspire.Hosting.Publishing;

/// <summary>Writes a manifest: the app model as a deployment tool reads it, with placeholders for what is not known yet.</summary>
public sealed class ManifestPublishingContext
{
    readonly DistributedApplicationExecutionContext execution;
    readonly string manifestPath;
    readonly CancellationToken cancellationToken;
    readonly ManifestPorts ports = new();
    readonly OrderedDictionary<string, IResource> referenced = [];
    readonly OrderedDictionary<ParameterResource, string> escaped = [];
    readonly OrderedDictionary<string, TlsChoice> choices = [];

    internal ManifestPublishingContext(
        DistributedApplicationExecutionContext execution, string manifestPath, Utf8JsonWriter writer, CancellationToken cancellationToken) =>
        (this.execution, this.manifestPath, Writer, this.cancellationToken) = (execution, manifestPath, writer, cancellationToken);

    /// <summary>The manifest so far.</summary>
    public Utf8JsonWriter Writer { get; }

    internal async Task WriteAsync(DistributedApplicationModel model)
    {
        Writer.WriteStartObject();
        Writer.WriteStartObject("resources");
        foreach (var resource in model.Resources)
            await WriteAsync(resource);
        foreach (var resource in referenced.Values.Where(r => !model.Resources.TryGetByName(r.Name, out _)))
            await WriteAsync(resource);
        foreach (var parameter in escaped.Keys.ToList())
            WriteEscaped(parameter);
        foreach (var (name, choice) in choices)
            await WriteAsync(name, choice);
        Writer.WriteEndObject();
        Writer.WriteEndObject();
        await Writer.FlushAsync(cancellationToken);
    }

    async Task WriteAsync(IResource resource)
    {
        Writer.WriteStartObject(resource.Name);
        switch (resource)
        {
            case ContainerResource container:
                await WriteContainerAsync(container);
                break;
            case ProjectResource project:
                await WriteProjectAsync(project);
                break;
            case ParameterResource parameter:
                WriteParameter(parameter);
                break;
            case IResourceWithConnectionString:
                Writer.WriteString("type", "value.v0");
                WriteConnectionString(resource);
                break;
            default:
                throw new DistributedApplicationException($"A manifest cannot describe the resource '{resource.Name}' of type {resource.GetType().Name}.");
        }

        Writer.WriteEndObject();
        if (resource is ParameterResource written)
            WriteEscaped(written);
    }

    async Task WriteContainerAsync(ContainerResource container)
    {
        var image = container.Annotations.OfType<ContainerImageAnnotation>().Last();
        Writer.WriteString("type", "container.v0");
        WriteConnectionString(container);
        Writer.WriteString("image", $"{image.Registry}/{image.Image}:{image.Tag}");
        if (container.Entrypoint is { } entrypoint)
            Writer.WriteString("entrypoint", entrypoint);
        await WriteArgumentsAsync(container);
        WriteVolumes(container);
        await WriteEnvironmentAsync(container);
        WriteBindings(container);
    }

    async Task WriteProjectAsync(ProjectResource project)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(manifestPath))!;
        Writer.WriteString("type", "project.v0");
        Writer.WriteString("path", Path.GetRelativePath(directory, project.Metadata.ProjectPath).Replace('\\', '/'));
        await WriteArgumentsAsync(project);
        await WriteEnvironmentAsync(project);
        WriteBindings(project);
    }

    void WriteParameter(ParameterResource parameter)
    {
        Writer.WriteString("type", "parameter.v0");
        if (parameter is IResourceWithConnectionString)
            Writer.WriteString("connectionString", parameter.ValueExpression);
        Writer.WriteString("value", $"{{{parameter.Name}.inputs.value}}");
        Writer.WriteStartObject("inputs");
        Writer.WriteStartObject("value");
        Writer.WriteString("type", "string");
        if (parameter.Secret)
            Writer.WriteBoolean("secret", true);
        if (parameter.Default is { } @default)
        {
            Writer.WriteStartObject("default");
            @default.WriteToManifest(this);
            Writer.WriteEndObject();
        }

        Writer.WriteEndObject();
        Writer.WriteEndObject();
    }

    /// <summary>A parameter's value as it stands in a URI is an entry of its own, for the deployment tool to fill.</summary>
    void WriteEscaped(ParameterResource parameter)
    {
        if (!escaped.Remove(parameter, out var name))
            return;

        Writer.WriteStartObject(name);
        Writer.WriteString("type", "annotated.string");
        Writer.WriteString("value", parameter.ValueExpression);
        Writer.WriteString("filter", "uri");
        Writer.WriteEndObject();
    }

    async Task WriteAsync(string name, TlsChoice choice)
    {
        Writer.WriteStartObject(name);
        Writer.WriteString("type", "value.v0");
        Writer.WriteString("connectionString", await choice.Chosen.GetValueAsync(cancellationToken) ?? "");
        Writer.WriteEndObject();
    }

    void WriteConnectionString(IResource resource)
    {
        if (resource is IResourceWithConnectionString { ConnectionStringExpression: var expression })
            Writer.WriteString("connectionString", Expression(expression));
    }

    async Task WriteArgumentsAsync(IResource resource)
    {
        var arguments = await ResourceConfiguration.ArgumentsAsync(resource, cancellationToken);
        if (arguments.Count == 0)
            return;

        Writer.WriteStartArray("args");
        foreach (var argument in arguments)
            Writer.WriteStringValue(Expression(argument));
        Writer.WriteEndArray();
    }

    async Task WriteEnvironmentAsync(IResource resource)
    {
        var environment = await ResourceConfiguration.EnvironmentAsync(resource, execution, cancellationToken);
        if (environment.Count == 0)
            return;

        Writer.WriteStartObject("env");
        foreach (var (name, value) in environment)
            Writer.WriteString(name, Expression(value));
        Writer.WriteEndObject();
    }

    void WriteVolumes(ContainerResource container)
    {
        var volumes = container.Annotations.OfType<ContainerMountAnnotation>().ToList();
        if (volumes.Count == 0)
            return;

        Writer.WriteStartArray("volumes");
        foreach (var volume in volumes)
        {
            Writer.WriteStartObject();
            Writer.WriteString("name", volume.Source);
            Writer.WriteString("target", volume.Target);
            Writer.WriteBoolean("readOnly", volume.IsReadOnly);
            Writer.WriteEndObject();
        }

        Writer.WriteEndArray();
    }

    void WriteBindings(IResource resource)
    {
        var bindings = ports.Resolve(resource);
        if (bindings.Count == 0)
            return;

        Writer.WriteStartObject("bindings");
        foreach (var (endpoint, port, targetPort) in bindings)
        {
            Writer.WriteStartObject(endpoint.Name);
            Writer.WriteString("scheme", endpoint.UriScheme);
            Writer.WriteString("protocol", endpoint.Protocol.ToString().ToLowerInvariant());
            Writer.WriteString("transport", endpoint.Transport);
            if (port is { } exposed && exposed != targetPort)
                Writer.WriteNumber("port", exposed);
            if (targetPort is { } target)
                Writer.WriteNumber("targetPort", target);
            if (endpoint.IsExternal)
                Writer.WriteBoolean("external", true);
            Writer.WriteEndObject();
        }

        Writer.WriteEndObject();
    }

    /// <summary>The placeholder of a value; notes what else the manifest must then describe.</summary>
    string Expression(object value)
    {
        Note(value);
        return value switch
        {
            ReferenceExpression { Choice: null } text => text.Fill(i => text.Filters[i] is not null && text.Holes[i] is ParameterResource parameter
                ? $"{{{escaped[parameter]}.value}}"
                : text.Holes[i].ValueExpression),
            IManifestExpressionProvider provider => provider.ValueExpression,
            IResourceBuilder<IResource> { Resource: IManifestExpressionProvider provider } => provider.ValueExpression,
            _ => value.ToString() ?? "",
        };
    }

    void Note(object value)
    {
        if (value is ReferenceExpression text)
        {
            if (text.Choice is { } choice)
                choices.TryAdd(choice.Name, choice);
            foreach (var parameter in text.Holes.Where((_, i) => text.Filters[i] is not null).OfType<ParameterResource>())
                escaped.TryAdd(parameter, $"{parameter.Name}-uri-encoded");
        }

        if (value is IResource resource)
            referenced.TryAdd(resource.Name, resource);
        else if (value is IValueWithReferences { References: var references })
            references.ToList().ForEach(Note);
    }
}
