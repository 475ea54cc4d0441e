using System.Net;
using System.Net.Sockets;
using FlowActors.Runtime.Transport;
using FlowActors.Runtime.Transport.Sockets;

namespace FlowActors.Runtime.Tests.Transport;

public sealed class HostAddressTests
{
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::1", "::1")]
    [InlineData("localhost", "127.0.0.1")]
    public void An_address_stands_for_itself_and_a_name_for_its_IPv4_address(string host, string address) =>
        Assert.Equal(IPAddress.Parse(address), HostAddress.Resolve(host));

    [Fact]
    public void A_listener_for_data_listens_where_the_name_resolves_to()
    {
        using var socket = SocketFactory.Listen(new TransportSettings("D") { Host = "localhost" });
        Assert.Equal(HostAddress.Resolve("localhost"), ((IPEndPoint)socket.LocalEndPoint!).Address);
    }

    [Fact]
    public void A_name_that_nobody_knows_is_told_by_the_listener()
    {
        var failure = Assert.Throws<DataListenerException>(() => SocketFactory.Listen(new TransportSettings("D") { Host = "no-such-host.invalid" }));
        Assert.IsAssignableFrom<SocketException>(failure.InnerException);
    }
}
