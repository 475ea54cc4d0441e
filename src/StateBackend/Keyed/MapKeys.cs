using System.Runtime.CompilerServices;
using FlowActors.Serialization;

namespace FlowActors.State.Keyed;

/// <summary>The rules for the keys of a map: as for all keys, two are equal when their bytes are.</summary>
internal sealed class MapKeys<TMapKey>(string state, string operatorName, KeySerializer<TMapKey> keys)
{
    private readonly bool _normalize = keys.NeedsNormalization;

    public KeySerializer<TMapKey> Serializer => keys;

    /// <summary>The key as it is stored.</summary>
    public TMapKey Prepare(TMapKey mapKey, [CallerArgumentExpression(nameof(mapKey))] string? argument = null)
    {
        if (mapKey is null)
        {
            throw new ArgumentNullException(
                argument,
                $"A key of map state '{state}' of operator '{operatorName}' is null. Leave the entry out, or map the missing key to a " +
                "value of its own.");
        }

        return _normalize ? keys.Normalize(mapKey) : mapKey;
    }

    /// <summary>Entries as they are stored, taken whole: they may be made from the very map that they are put into, or fail half-way.</summary>
    public KeyValuePair<TMapKey, TMapValue>[] PrepareAll<TMapValue>(IEnumerable<KeyValuePair<TMapKey, TMapValue>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        KeyValuePair<TMapKey, TMapValue>[] prepared = [.. entries];
        foreach (ref var entry in prepared.AsSpan()) entry = new(Prepare(entry.Key), entry.Value);
        return prepared;
    }
}
