using FlowActors.Serialization;
using FlowActors.State;

namespace FlowActors.Runtime.Checkpoints.Reading;

/// <summary>A keyed state in a checkpoint that may be read.</summary>
/// <param name="header">What its bytes are.</param>
/// <param name="keys">How many keys had something in it; on disk an estimate.</param>
/// <param name="timeToLive">After how many ms since its last touch an element is not seen any more; null where all are seen.</param>
/// <param name="maxParallelism">How many key groups its vertex has.</param>
/// <param name="parts">Where it lies.</param>
internal sealed class ReadableState(StateHeader header, long keys, long? timeToLive, int maxParallelism, IReadOnlyList<StoredPart> parts)
{
    private readonly StoredKeyHash? _hash = StoredKeyHash.Of(header.Key!);

    public StateHeader Header => header;

    public long Keys => keys;

    public int MaxParallelism => maxParallelism;

    /// <summary>Whether an element is over.</summary>
    public bool Hides(long? lastTouch, long now) => timeToLive is { } time && lastTouch is { } touched && touched <= now - time;

    /// <summary>The key groups in which a key may lie: its own one, or all where only a serializer of a user's own could tell.</summary>
    /// <exception cref="SerializationException">The bytes are no key of the state.</exception>
    public IEnumerable<int> GroupsOf(byte[] key) => _hash is null ? Enumerable.Range(0, maxParallelism) : [KeyGroups.Assign(_hash.Of(key), maxParallelism)];

    /// <summary>The parts of a key group.</summary>
    public IEnumerable<StoredPart> PartsOf(int keyGroup) => parts.Where(p => p.KeyGroups.Contains(keyGroup));
}
