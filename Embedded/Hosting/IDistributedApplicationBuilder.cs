using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Collects the resources of a distributed application.</summary>
public interface IDistributedApplicationBuilder
{
    /// <summary>Settings of the AppHost: its arguments, environment, user secrets.</summary>
    ConfigurationManager Configuration { get; }

    /// <summary>Folder of the AppHost's project file.</summary>
    string AppHostDirectory { get; }

    /// <summary>Name and environment of the AppHost.</summary>
    IHostEnvironment Environment { get; }

    /// <summary>Whether the model is run or published.</summary>
    DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <summary>Services of the AppHost itself.</summary>
    IServiceCollection Services { get; }

    /// <summary>The resources so far, in the order they were added.</summary>
    IResourceCollection Resources { get; }

    /// <summary>Adds a resource.</summary>
    /// <exception cref="DistributedApplicationException">The name is taken.</exception>
    IResourceBuilder<T> AddResource<T>(T resource) where T : IResource;

    /// <summary>A builder for a resource that is already in the model.</summary>
    IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource;

    /// <summary>Closes the model.</summary>
    /// <exception cref="DistributedApplicationException">A resource waits for one that is not in the model, or resources wait in a circle.</exception>
    DistributedApplication Build();
}
