namespace FlowActors.State.Scans;

/// <summary>A key that a scan has come to, with what it has.</summary>
/// <param name="KeyGroup">Its key group.</param>
/// <param name="Key">The bytes of the key.</param>
/// <param name="Elements">The value, the elements of the list in their order, or the entries of the map; at least one.</param>
internal sealed record ScannedKey(int KeyGroup, byte[] Key, IReadOnlyList<StoredElementBytes> Elements);

/// <summary>One element as bytes.</summary>
/// <param name="MapKey">The key within a map; empty for other kinds.</param>
/// <param name="Value">The value.</param>
internal sealed record StoredElementBytes(byte[] MapKey, byte[] Value);
