using System.Net;
using Microsoft.AspNetCore.Http;
using Ticketing.ServiceDefaults;

namespace Ticketing.Tests.ServiceDefaults;

public sealed class ClientNetworkTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:3::1", "2001:db8:1:3::")]
    public void Network_OfAnAddress_IsWhatOneLineHas(string address, string network)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(address);
        ClientNetwork.Of(http).ShouldBe(IPAddress.Parse(network));
    }
}
