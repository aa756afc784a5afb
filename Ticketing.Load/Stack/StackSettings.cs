namespace Ticketing.Load.Stack;

/// <summary>In what the stack of a load run differs from a developer's. All of it is printed with the results.</summary>
/// <param name="Replicas">Of seat-holds; with one, load reaches it without anything in between.</param>
/// <param name="Variables">What seat-holds and api get on top.</param>
sealed record StackSettings(int Replicas, IReadOnlyDictionary<string, string> Variables)
{
    /// <summary>
    /// All the load comes from one address and in part from few customers, so what guards against that must not refuse it: limits
    /// are high, but count as ever.
    /// </summary>
    public static StackSettings ForLoad { get; } = new(1, new Dictionary<string, string>
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["RateLimits__Burst"] = "10000",
        ["RateLimits__PerSecond"] = "10000",
        ["RateLimits__AddressBurst"] = "10000000",
        ["RateLimits__AddressPerSecond"] = "10000000",
        ["RateLimits__JoinBurst"] = "10000000",
        ["RateLimits__JoinsPerSecond"] = "10000000",
        ["RateLimits__JoinsWithoutChallenge"] = "10000000",
        ["Holds__MaxSeatsPerNetwork"] = "1000000",
        ["Holds__MaxPercentPerNetwork"] = "100",
        ["Holds__ChallengeBits"] = "0",
        ["Holds__UnpaidPerCustomer"] = "1000000",
        ["Holds__UnpaidPerNetwork"] = "1000000",
        ["Bookings__PendingPerNetwork"] = "1000000",
        ["Streams__PerClient"] = "1000000",
        ["Streams__PerAddress"] = "1000000",
        ["WaitingRoom__AutomaticAbove"] = "0",
        ["RateLimits__CustomersPerMinute"] = "1000000000",
        ["PaymentLimits__CustomerBurst"] = "1000000",
        ["PaymentLimits__CustomerPerMinute"] = "1000000",
        ["PaymentLimits__NetworkBurst"] = "1000000",
        ["PaymentLimits__NetworkPerSecond"] = "1000000",
    });

    public StackSettings With(params (string Name, string Value)[] variables) =>
        this with { Variables = new Dictionary<string, string>(Variables.Concat(variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value)))) };

    public StackSettings Without(IReadOnlyCollection<string> variables) =>
        this with { Variables = Variables.Where(variable => !variables.Contains(variable.Key)).ToDictionary() };

    public void ApplyTo(IDistributedApplicationTestingBuilder builder)
    {
        foreach (var service in builder.Resources.OfType<ProjectResource>().Where(project => project.Name is "seat-holds" or "api").ToList())
        {
            var project = builder.CreateResourceBuilder(service).WithReplicas(service.Name == "seat-holds" ? Replicas : 1);
            foreach (var (variable, value) in Variables)
                project.WithEnvironment(variable, value);
        }

        // The figures are to be the services', not those of the proxy that stands before replicas. Without it two stacks would meet on
        // the launch profiles' ports.
        foreach (var endpoint in builder.Resources.OfType<ProjectResource>().Where(project => project.GetReplicaCount() == 1).SelectMany(project => project.Annotations.OfType<EndpointAnnotation>()))
            (endpoint.IsProxied, endpoint.Port) = (false, null);
    }

    public override string ToString() =>
        $"seat-holds and api with {string.Join(", ", Variables.Select(variable => $"{variable.Key}={variable.Value}"))}; {Replicas} replica{(Replicas == 1 ? "" : "s")} of seat-holds";
}
