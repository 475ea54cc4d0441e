using FlowActors.State.Tables;

namespace FlowActors.State.Scans;

/// <summary>What one reading of a keyed state goes through, page by page.</summary>
/// <param name="Keys">Which keys.</param>
/// <param name="IsByKeyGroup">
/// Whether by key group, and by the bytes of keys within each, which costs least; else by the bytes of keys over all key groups.
/// </param>
/// <param name="Id">
/// The same for all pages of one reading, and of no other: what was remembered for one that began earlier may lack keys that a later one has to tell of.
/// </param>
internal sealed record StateScan(KeyRange Keys, bool IsByKeyGroup, long Id)
{
    /// <summary>The key group by which positions are compared.</summary>
    public int PlaceOf(int keyGroup) => IsByKeyGroup ? keyGroup : 0;

    /// <summary>The position behind a key.</summary>
    public ScanPosition Behind(int keyGroup, byte[] key) => new(PlaceOf(keyGroup), key);
}
