using FlowActors.Serialization;

namespace FlowActors.State.Memory;

/// <summary>Finds a map's normalised keys by keys that are not, as a user who reads a broadcast state's entries may ask.</summary>
internal sealed class NormalizingComparer<TKey>(KeySerializer<TKey> keys) : IEqualityComparer<TKey>
{
    public bool Equals(TKey? x, TKey? y) =>
        x is null || y is null ? x is null && y is null : keys.Equals(keys.Normalize(x), keys.Normalize(y));

    public int GetHashCode(TKey obj) => keys.StableHash(keys.Normalize(obj));
}
