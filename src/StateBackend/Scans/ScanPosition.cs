namespace FlowActors.State.Scans;

/// <summary>
/// How far a scan has come, which is all that it needs to go on, on whatever reads the state by then: what lies before the position was read. Positions are
/// compared by key group, then by key; in a scan in the order of keys all have the group 0.
/// </summary>
/// <param name="KeyGroup">The key group; 0 in a scan in the order of keys, whose keys are compared by their bytes alone.</param>
/// <param name="Key">The bytes of the key that was read last; null before the first key of the group.</param>
internal sealed record ScanPosition(int KeyGroup, byte[]? Key) : IComparable<ScanPosition>
{
    /// <summary>Before all keys.</summary>
    public static ScanPosition Start { get; } = new(0, null);

    /// <summary>Whether a key lies behind the position: it was not read.</summary>
    public bool IsBefore(int keyGroup, ReadOnlySpan<byte> key) =>
        keyGroup > KeyGroup || (keyGroup == KeyGroup && (Key is null || key.SequenceCompareTo(Key) > 0));

    public int CompareTo(ScanPosition? other)
    {
        if (other is null) return 1;
        if (KeyGroup != other.KeyGroup) return KeyGroup.CompareTo(other.KeyGroup);
        if (Key is null || other.Key is null) return (Key is null ? 0 : 1) - (other.Key is null ? 0 : 1);
        return Key.AsSpan().SequenceCompareTo(other.Key);
    }
}
