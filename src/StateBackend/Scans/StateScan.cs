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
    /// <summary>
    /// The bytes of the one key whose map is read, entry by entry: then keys are those within the map, each with its value as its one element, in the order of their
    /// bytes and in the key group 0. Null where whole keys are read.
    /// </summary>
    public byte[]? MapOf { get; init; }

    /// <summary>Whether one subtask alone has what comes next.</summary>
    public bool IsOfOneOwner => IsByKeyGroup || MapOf is not null;

    /// <summary>The key group by which positions are compared.</summary>
    public int PlaceOf(int keyGroup) => IsByKeyGroup ? keyGroup : 0;

    /// <summary>The position behind a key.</summary>
    public ScanPosition Behind(int keyGroup, byte[] key) => new(PlaceOf(keyGroup), key);
}
