using FlowActors.Runtime.Transport.Frames;

namespace FlowActors.Runtime.Transport.Sockets;

/// <summary>
/// How many bytes a connection's reading thread sleeps for. The kernel wakes it for each packet otherwise, twice for one large
/// frame, and to wake a thread on another core costs several microseconds on either side. So while large frames come it sleeps
/// for a lot of them at once, but at most for <see cref="WaitMax"/>: what network adapters call interrupt moderation.
/// Not thread-safe.
/// </summary>
/// <remarks>
/// A connection of small messages never waits here. A lot that does not come in time, because the sender waits for credits or is
/// slow, is halved; lots that come make the next a frame larger. A connection on which not even one frame comes in time, because
/// large ones are rare there, sleeps for single packets for a while.
/// </remarks>
internal sealed class ReceiveLots
{
    /// <summary>How long the thread sleeps for a lot; as long as the default flush interval.</summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromMilliseconds(1);

    /// <summary>The largest lot, in bytes: an eighth of what a channel's default credits can be, so that the sender never waits for it.</summary>
    public const int Max = 4 * Min;

    private const int Min = FrameHeader.PayloadMax;
    private const int LotsToGrow = 64;
    private const int SleepsWithout = 64;

    private long _largeFrames;
    private int _lot = Min;
    private int _inTime;
    private int _without;

    /// <summary>The bytes to sleep for now; 1 for whatever comes first.</summary>
    /// <param name="largeFrames">The large frames that have come so far.</param>
    public int Next(long largeFrames)
    {
        var isBusy = largeFrames != _largeFrames;
        _largeFrames = largeFrames;
        if (!isBusy) return 1;
        if (_without == 0) return _lot;
        _without--;
        return 1;
    }

    /// <summary>The lot has come in time.</summary>
    public void InTime()
    {
        if (++_inTime < LotsToGrow) return;
        _inTime = 0;
        _lot = Math.Min(_lot + Min, Max);
    }

    /// <summary>The lot has not come in time.</summary>
    public void TooLate()
    {
        _inTime = 0;
        if (_lot == Min) _without = SleepsWithout;
        _lot = Math.Max(_lot / 2, Min);
    }
}
