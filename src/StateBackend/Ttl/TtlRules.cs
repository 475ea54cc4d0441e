using System.Runtime.CompilerServices;
using FlowActors.State.Tables;

namespace FlowActors.State.Ttl;

/// <summary>When elements of one state are over, and what may be seen of them. Used on the subtask's thread.</summary>
internal sealed class TtlRules(StateTtlConfig config, TimeProvider time)
{
    private readonly long _timeToLive = config.TimeToLive.Ticks / TimeSpan.TicksPerMillisecond;
    private readonly bool _hides = config.Visibility == StateTtlVisibility.NeverReturnExpired;
    private readonly bool _readsTouch = config.UpdateType == StateTtlUpdateType.OnReadAndWrite;
    private int _scans;

    /// <summary>Processing time in ms since the epoch.</summary>
    public long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>What a write may spend on removing; nothing while somebody goes through the table, who would notice.</summary>
    public int CleanupSize => _scans == 0 ? config.CleanupSize : 0;

    /// <summary>Whether a reader is told that there is no such element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Hides(long lastTouch, long now) => _hides && lastTouch <= Cutoff(now);

    /// <summary>What was last touched then or before is over.</summary>
    public long Cutoff(long now) => now - _timeToLive;

    /// <summary>Whether this reading begins an element's time anew; not more than once a ms.</summary>
    public bool Touches(Reading reading, long lastTouch, long now) =>
        _readsTouch && reading != Reading.Peeks && lastTouch != now;

    /// <summary>How to read from the table below: who begins times anew as it goes puts elements in the place of others.</summary>
    public Reading Below(Reading reading) => _readsTouch && reading != Reading.Peeks ? Reading.MayChange : reading;

    public void BeginScan() => _scans++;

    public void EndScan() => _scans--;

    /// <summary>The time of an element that was restored: its own, or now where it had none.</summary>
    public long Restored(long? lastTouch) => lastTouch ?? Now;
}
