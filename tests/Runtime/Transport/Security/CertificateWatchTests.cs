using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FlowActors.Runtime.Tests.Checkpoints.Reading;
using FlowActors.Runtime.Transport.Security;

namespace FlowActors.Runtime.Tests.Transport.Security;

/// <summary>The end of a certificate is told in time, and once.</summary>
public sealed class CertificateWatchTests : IDisposable
{
    private readonly SteppedClock _time = new();
    private readonly List<bool> _told = [];
    private readonly X509Certificate2 _certificate;

    public CertificateWatchTests()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _certificate = new CertificateRequest("CN=node", key, HashAlgorithmName.SHA256).CreateSelfSigned(_time.GetUtcNow(), _time.GetUtcNow().AddDays(90));
    }

    public void Dispose() => _certificate.Dispose();

    [Fact]
    public void A_week_before_and_when_it_is_over()
    {
        using var watch = Watch();
        _time.Advance(TimeSpan.FromDays(83) - TimeSpan.FromMinutes(1));
        Assert.Empty(_told);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([false], _told);
        _time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1));
        Assert.Equal([false], _told);
        _time.Advance(TimeSpan.FromDays(30));
        Assert.Equal([false, true], _told);
    }

    [Fact]
    public void At_once_where_the_week_has_begun()
    {
        _time.Advance(TimeSpan.FromDays(85));
        using var watch = Watch();
        Assert.Equal([false], _told);
    }

    [Fact]
    public void Not_when_the_node_has_ended()
    {
        Watch().Dispose();
        _time.Advance(TimeSpan.FromDays(100));
        Assert.Empty(_told);
    }

    private CertificateWatch Watch() => new(_certificate, _time, (end, isOver) =>
    {
        Assert.Equal(_certificate.NotAfter.ToUniversalTime(), end.UtcDateTime);
        _told.Add(isOver);
    });
}
