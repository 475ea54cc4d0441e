using System.Security.Cryptography.X509Certificates;
using FlowActors.Runtime.Transport.Security;

namespace FlowActors.Runtime.Tests.Transport.Security;

/// <summary>Whom a node takes for one of its cluster, and what it says of others.</summary>
public sealed class PeerCheckTests
{
    private readonly TestAuthority _authority = new("the cluster");

    [Fact]
    public void What_the_authority_has_signed_is_taken() => Assert.Null(RefusalOf(_authority.Issue("n")));

    [Fact]
    public void One_that_stands_for_itself_is_taken_where_it_is_the_authority() =>
        Assert.Null(_authority.Check([]).RefusalOf(_authority.Certificate, null, PeerRole.Server));

    [Fact]
    public void None_is_refused() => Assert.Equal("it shows no certificate", _authority.Check([]).RefusalOf(null, null, PeerRole.Client));

    [Fact]
    public void Of_another_authority_of_the_same_name_it_is_refused() => Told(
        new TestAuthority("the cluster").Issue("n"), "its certificate (CN=n, signed by CN=the cluster) is not signed by the authorities in flowactors.tls.authorities");

    [Fact]
    public void One_that_is_over_or_has_not_begun_is_refused()
    {
        Told(_authority.Issue("n", days: -1), "has expired at ");
        Told(_authority.Issue("n", from: 1), "is valid from ");
    }

    [Fact]
    public void Of_an_authority_that_is_over_it_is_refused()
    {
        var old = new TestAuthority("old", days: 3);
        var refusal = old.Check([], new Later(TimeSpan.FromDays(5))).RefusalOf(old.Issue("n"), null, PeerRole.Server);
        Assert.Contains("is signed by an authority that is not in its time: CN=old, signed by itself", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_is_not_for_the_side_that_shows_it_is_refused()
    {
        var server = _authority.Issue("n", usages: [TestAuthority.ServerUsage]);
        Assert.Null(RefusalOf(server));
        Assert.Contains("is not for client authentication", RefusalOf(server, PeerRole.Client), StringComparison.Ordinal);
        Assert.Null(RefusalOf(_authority.Issue("n", usages: [TestAuthority.ServerUsage, TestAuthority.ClientUsage]), PeerRole.Client));
    }

    [Fact]
    public void Where_names_are_asked_for_it_must_have_one()
    {
        var check = _authority.Check(["a.flow", "b.flow"]);
        Assert.Null(check.RefusalOf(_authority.Issue("n", dns: ["x.flow", "b.flow"]), null, PeerRole.Server));
        Assert.Null(check.RefusalOf(_authority.Issue("n", dns: ["*.flow"]), null, PeerRole.Server));
        foreach (var other in (X509Certificate2[])[_authority.Issue("a.flow"), _authority.Issue("n", dns: ["c.flow"])])
            Assert.EndsWith("is for none of the names in flowactors.tls.names: a.flow, b.flow", check.RefusalOf(other, null, PeerRole.Server), StringComparison.Ordinal);
    }

    [Fact]
    public void What_stands_between_it_and_the_root_is_taken_from_what_is_sent()
    {
        var between = new TestAuthority("between", _authority);
        var certificate = between.Issue("n");
        Assert.Null(_authority.Check([]).RefusalOf(certificate, [.. between.Chain()], PeerRole.Server));
        Assert.Contains("is not signed by the authorities", RefusalOf(certificate), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_a_stranger_does_no_harm_to_a_log()
    {
        var refusal = RefusalOf(new TestAuthority("them").Issue($"\"a\nb{new string('x', 500)}\""))!;
        Assert.DoesNotContain('\n', refusal);
        Assert.True(refusal.Length < 300);
    }

    private void Told(X509Certificate2 certificate, string what) => Assert.Contains(what, RefusalOf(certificate), StringComparison.Ordinal);

    private string? RefusalOf(X509Certificate2 certificate, PeerRole role = PeerRole.Server) => _authority.Check([]).RefusalOf(certificate, null, role);

    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => TestAuthority.Now + by;
    }
}
