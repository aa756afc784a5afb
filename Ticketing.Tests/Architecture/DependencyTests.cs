using System.Text.RegularExpressions;
using ArchUnitNET.Fluent;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnit;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using Assembly = System.Reflection.Assembly;

namespace Ticketing.Tests.Architecture;

/// <summary>What may use what: a part can be read, changed and replaced without those that it does not know.</summary>
public sealed class DependencyTests
{
    static readonly string[] Services = ["Ticketing.Api", "Ticketing.SeatHolds", "Ticketing.Workers", "Ticketing.Web"];

    static readonly ArchUnitNET.Domain.Architecture Product = new ArchLoader()
        .LoadAssemblies([.. Services.Concat(["Ticketing.Core", "Ticketing.ServiceDefaults", "Ticketing.Sandbox"]).Select(Assembly.Load)]).Build();

    public static TheoryData<string> AllServices => [.. Services];

    [Theory, MemberData(nameof(AllServices))]
    public void Service_KnowsNoOther(string service) => ShouldKnowNone(service, [.. Services.Where(other => other != service), "Ticketing.Sandbox"]);

    [Theory]
    [InlineData("Ticketing.Core")]
    [InlineData("Ticketing.ServiceDefaults")]
    public void WhatServicesShare_KnowsNoService(string shared) => ShouldKnowNone(shared, [.. Services, "Ticketing.Sandbox"]);

    /// <summary>It plays those who are outside: the payment providers and the mail server.</summary>
    [Fact]
    public void Sandbox_KnowsNothingOfOurs() => ShouldKnowNone("Ticketing.Sandbox", [.. Services, "Ticketing.Core"]);

    [Theory]
    [InlineData("Ticketing.Core.Catalogue", "Ticketing.Core.Bookings", "Ticketing.Core.Payments", "Ticketing.Core.Seats", "Ticketing.Core.WaitingRooms", "Ticketing.Core.Mails")]
    [InlineData("Ticketing.Core.WaitingRooms", "Ticketing.Core.Bookings", "Ticketing.Core.Payments", "Ticketing.Core.Seats", "Ticketing.Core.Catalogue", "Ticketing.Core.Mails")]
    [InlineData("Ticketing.Core.Bookings", "Ticketing.Core.Seats", "Ticketing.Core.WaitingRooms")]
    [InlineData("Ticketing.Core.Payments", "Ticketing.Core.Seats", "Ticketing.Core.WaitingRooms", "Ticketing.Core.Mails")]
    [InlineData("Ticketing.Workers.Payments", "Ticketing.Workers.Emails", "Ticketing.Workers.Migrations")]
    [InlineData("Ticketing.Workers.Emails", "Ticketing.Workers.Payments", "Ticketing.Workers.Migrations")]
    [InlineData("Ticketing.Workers.Migrations", "Ticketing.Workers.Payments", "Ticketing.Workers.Emails")]
    [InlineData("Ticketing.SeatHolds.SeatMap", "Ticketing.SeatHolds.Holds", "Ticketing.SeatHolds.WaitingRooms")]
    [InlineData("Ticketing.SeatHolds.WaitingRooms", "Ticketing.SeatHolds.Holds", "Ticketing.SeatHolds.SeatMap")]
    public void Feature_DoesNotUseWhatItDoesNotNeed(string feature, params string[] others) => ShouldKnowNone(feature, others);

    static void ShouldKnowNone(string part, string[] others)
    {
        // A part that was renamed would be known by nobody.
        foreach (var named in others.Prepend(part))
            Product.Types.ShouldContain(type => Regex.IsMatch(type.Namespace.FullName, In(named)), named);
        IArchRule rule = Types().That().ResideInNamespaceMatching(In(part))
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(string.Join("|", others.Select(In))));
        rule.Check(Product);
    }

    /// <summary>A namespace and those in it.</summary>
    static string In(string part) => $@"^{part.Replace(".", @"\.", StringComparison.Ordinal)}(\..*)?$";
}
