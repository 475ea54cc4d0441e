using System.Security.Cryptography.X509Certificates;

namespace FlowActors.Runtime.Transport.Security;

/// <summary>
/// Says that the certificate of this node is about to end, a week before and when it has: connections that stand go on, so that nothing else tells of it until a node is started again or a connection is
/// lost. Ends when it is disposed.
/// </summary>
internal sealed class CertificateWatch : IDisposable
{
    private static readonly TimeSpan s_before = TimeSpan.FromDays(7);

    // Timers do not take more than some 49 days, and a clock may be set.
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    private readonly DateTimeOffset _end;
    private readonly TimeProvider _time;
    private readonly Action<DateTimeOffset, bool> _tell;
    private readonly Lock _gate = new();
    private ITimer? _timer;
    private bool _isToldBefore;
    private bool _isDisposed;

    /// <param name="certificate">The certificate.</param>
    /// <param name="time">The clock.</param>
    /// <param name="tell">Told when it ends, and whether it has; from any thread, each once.</param>
    public CertificateWatch(X509Certificate2 certificate, TimeProvider time, Action<DateTimeOffset, bool> tell)
    {
        (_end, _time, _tell) = (new DateTimeOffset(certificate.NotAfter.ToUniversalTime()), time, tell);
        Look();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _timer?.Dispose();
        }
    }

    private void Look()
    {
        var left = _end - _time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            _tell(_end, true);
            return;
        }

        if (left <= s_before && !_isToldBefore)
        {
            _isToldBefore = true;
            _tell(_end, false);
        }

        var next = left > s_before ? left - s_before : left;
        lock (_gate)
        {
            if (_isDisposed) return;
            _timer?.Dispose();
            _timer = _time.CreateTimer(_ => Look(), null, next < s_longest ? next : s_longest, Timeout.InfiniteTimeSpan);
        }
    }
}
