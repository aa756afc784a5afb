using System.Security.Cryptography;
using System.Text;

namespace Aspire.Hosting;

/// <summary>What servers say about the container that Aspire, or a deployment, would run them in.</summary>
static class ContainerResourceBuilderExtensions
{
    public static IResourceBuilder<T> WithImage<T>(this IResourceBuilder<T> builder, string image, string tag) where T : ContainerResource =>
        builder.WithAnnotation(new ContainerImageAnnotation { Registry = "docker.io", Image = image, Tag = tag });

    /// <summary>A volume named after the AppHost and the resource, so that two AppHosts do not share it.</summary>
    public static IResourceBuilder<T> WithVolume<T>(this IResourceBuilder<T> builder, string? name, string target, bool isReadOnly) where T : ContainerResource
    {
        var application = builder.ApplicationBuilder;
        var appHost = application.Environment.ApplicationName;
        var identity = application.ExecutionContext.IsPublishMode ? appHost : Path.Join(application.AppHostDirectory, appHost).ToLowerInvariant();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..10];
        var safe = string.Concat(appHost.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_'));
        return builder.WithAnnotation(new ContainerMountAnnotation(
            name ?? $"{safe}-{hash}-{builder.Resource.Name}-data", target, ContainerMountType.Volume, isReadOnly));
    }
}
