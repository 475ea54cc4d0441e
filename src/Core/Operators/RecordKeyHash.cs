using System.Runtime.CompilerServices;

namespace FlowActors.Operators;

/// <summary>
/// The stable hash of the key of one record, which its sender computed and sent along. It is handed over once: whoever takes it
/// leaves nothing behind, and each record that arrives brings its own or none, so that no hash outlives its record.
/// </summary>
internal sealed class RecordKeyHash
{
    private const long There = 1L << 32;

    // The hash and whether there is one, in a single store.
    private long _hash;

    /// <summary>The record that comes next was sent by a key of that hash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int hash) => _hash = There | (uint)hash;

    /// <summary>The records that come next bring no hash.</summary>
    public void Clear() => _hash = 0;

    /// <summary>The hash of the record at hand, for the first who asks; false when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTake(out int hash)
    {
        hash = (int)_hash;
        if (_hash == 0) return false;
        _hash = 0;
        return true;
    }
}
