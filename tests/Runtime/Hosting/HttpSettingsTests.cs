using System.Net;
using FlowActors.Runtime.Hosting;

namespace FlowActors.Runtime.Tests.Hosting;

public sealed class HttpSettingsTests
{
    private const string Key = "a-key-nobody-knows";

    [Fact]
    public void Nothing_is_served_by_default_and_on_loopback_only()
    {
        var settings = Composed.Read("").Http;
        Assert.Null(settings.Port);
        Assert.Equal(IPAddress.Loopback, settings.Host);
        Assert.False(settings.Keys.IsAny);
        Assert.Null(settings.Tls);
    }

    [Fact]
    public void Keys_come_from_the_environment_and_open_what_they_are_for()
    {
        var keys = Composed.Read("flowactors.http { read-keys = [${READER}, other-reader-of-all], admin-keys = [${ADMIN}] }", ("READER", "reader-0123456789"), ("ADMIN", "admin-0123456789")).Http.Keys;
        Assert.Equal(KeyAccess.Reading, keys.AccessOf("reader-0123456789"));
        Assert.Equal(KeyAccess.Reading, keys.AccessOf("other-reader-of-all"));
        Assert.Equal(KeyAccess.All, keys.AccessOf("admin-0123456789"));
        Assert.Equal(KeyAccess.None, keys.AccessOf("admin-012345678"));
        Assert.Equal(KeyAccess.None, keys.AccessOf(""));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("192.0.2.7")]
    public void An_address_that_others_reach_needs_keys_or_a_word_that_none_are_wanted(string address)
    {
        var error = Composed.Refused($"flowactors.http.host = \"{address}\"");
        Assert.Contains($"The setting flowactors.http.host is '{address}' (line 1 of the test)", error, StringComparison.Ordinal);
        Assert.Contains("flowactors.http.admin-keys", error, StringComparison.Ordinal);
        Assert.Contains("flowactors.http.allow-anonymous", error, StringComparison.Ordinal);
        Assert.Equal(address, Composed.Read($"flowactors.http {{ host = \"{address}\", allow-anonymous = on }}").Http.Host.ToString());
        Assert.Equal(address, Composed.Read($"flowactors.http {{ host = \"{address}\", read-keys = [{Key}] }}").Http.Host.ToString());
    }

    [Fact]
    public void A_host_that_is_no_address_is_refused() =>
        Assert.Contains("must be an IP address of this machine", Composed.Refused("flowactors.http.host = example.com"), StringComparison.Ordinal);

    [Theory]
    [InlineData($"read-keys = [{Key}], admin-keys = [{Key}]", "read-keys", "stands in flowactors.http.admin-keys too")]
    [InlineData("admin-keys = [secretive]", "admin-keys", "of 16 visible ASCII characters at least")]
    [InlineData("admin-keys = [\"secretive, with spaces\"]", "admin-keys", "without spaces")]
    [InlineData("admin-keys = secretive-0123456789", "admin-keys", "must be a list of texts")]
    [InlineData("read-keys = [[secretive-0123456789]]", "read-keys", "must be a list of texts")]
    [InlineData("tls.password = [secretive-0123456789]", "tls.password", "must be a text")]
    public void What_is_wrong_with_a_secret_is_told_without_it(string settings, string key, string rule)
    {
        var error = Composed.Refused($"flowactors.http {{ {settings} }}");
        Assert.Contains($"flowactors.http.{key} (line 1 of the test)", error, StringComparison.Ordinal);
        Assert.Contains(rule, error, StringComparison.Ordinal);
        Assert.DoesNotContain("secretive", error, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_and_a_server_for_anyone_do_not_go_together() =>
        Assert.Contains("must be off where there are API keys", Composed.Refused($"flowactors.http {{ read-keys = [{Key}], allow-anonymous = on }}"), StringComparison.Ordinal);

    [Fact]
    public void A_private_key_needs_a_certificate() =>
        Assert.Contains("flowactors.http.tls.certificate is ''", Composed.Refused("flowactors.http.tls.key = key.pem"), StringComparison.Ordinal);

    [Fact]
    public void What_the_settings_are_shows_no_secret()
    {
        var settings = Composed.Read($"flowactors.http {{ read-keys = [{Key}], tls {{ certificate = cert.pem, password = secretive }} }}").Http;
        Assert.DoesNotContain(Key, settings.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secretive", settings.ToString(), StringComparison.Ordinal);
    }
}
