namespace Ticketing.Tests.Embedded;

public sealed class ModelTests
{
    [Fact]
    public void Name_WhenTaken_IsRefusedRegardlessOfCase()
    {
        var builder = Models.Create();
        builder.AddRedis("cache");

        Should.Throw<DistributedApplicationException>(() => builder.AddRabbitMQ("Cache")).Message.ShouldContain("'Cache'");
    }

    [Theory]
    [InlineData("1st")]
    [InlineData("with space")]
    [InlineData("two--hyphens")]
    [InlineData("end-")]
    [InlineData("")]
    [InlineData("한글")]
    public void Name_WhenInvalid_IsRefused(string name) => Should.Throw<ArgumentException>(() => Models.Create().AddParameter(name));

    [Fact]
    public void Wait_ForItself_IsRefused()
    {
        var web = Models.Create().AddProject<Projects.Web>("web");

        Should.Throw<DistributedApplicationException>(() => web.WaitFor(web)).Message.ShouldContain("'web'");
    }

    [Fact]
    public void Waits_InACircle_AreNamed()
    {
        var builder = Models.Create();
        var (first, second, third) = (builder.AddProject<Projects.Web>("first"), builder.AddProject<Projects.Web>("second"), builder.AddProject<Projects.Web>("third"));
        first.WaitFor(second);
        second.WaitForCompletion(third);
        third.WaitFor(second);

        Should.Throw<DistributedApplicationException>(builder.Build).Message.ShouldContain("second → third → second");
    }

    [Fact]
    public void Wait_ForAResourceOfAnotherModel_IsRefused()
    {
        var builder = Models.Create();
        builder.AddProject<Projects.Web>("web").WaitFor(Models.Create().AddRedis("cache"));

        Should.Throw<DistributedApplicationException>(builder.Build).Message.ShouldContain("'cache'");
    }

    [Fact]
    public void Waits_InADiamond_AreFine()
    {
        var builder = Models.Create();
        var cache = builder.AddRedis("cache");
        var first = builder.AddProject<Projects.Web>("first").WaitFor(cache);
        var second = builder.AddProject<Projects.Web>("second").WaitFor(cache);
        builder.AddProject<Projects.Web>("third").WaitFor(first).WaitFor(second);

        Should.NotThrow(() => builder.Build().Dispose());
    }

    [Fact]
    public void HealthCheck_OfAMissingEndpoint_IsRefused() =>
        Should.Throw<DistributedApplicationException>(() => Models.Create().AddProject<Projects.Web>("web").WithHttpHealthCheck("/", endpointName: "management"))
            .Message.ShouldContain("management");

    [Theory]
    [InlineData("--publisher", "docker")]
    [InlineData("--operation", "inspect")]
    public void Operation_WhenUnknown_IsRefused(string option, string value) =>
        Should.Throw<DistributedApplicationException>(() => Models.Create([option, value])).Message.ShouldContain($"'{value}'");
}
