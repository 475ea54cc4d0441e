namespace FlowActors.Serialization;

/// <summary>
/// Encodes keys. The bytes are canonical (two keys are equal exactly when their bytes are), self-delimiting and
/// order-preserving (comparing bytes, unsigned, orders as the key type does; strings by their UTF-8 bytes), so that range
/// reads, queries and both state backends agree on what a key is. Immutable; may be used by many threads.
/// </summary>
/// <typeparam name="TKey">A type that can be a key: see <see cref="SerializerRegistry.GetKey{TKey}"/>.</typeparam>
public abstract class KeySerializer<TKey> : TypeSerializer<TKey>, IEqualityComparer<TKey>
{
    /// <summary>
    /// True when some keys must be normalised before they are compared or stored (for example -0.0 to 0.0, a decimal to its
    /// shortest scale); false lets the caller skip <see cref="Normalize"/>.
    /// </summary>
    public virtual bool NeedsNormalization => false;

    /// <summary>The one representative of all keys that have the same bytes.</summary>
    public virtual TKey Normalize(TKey key) => key;

    /// <summary>
    /// A 32-bit hash of the (normalised) key that is the same in every process and version, unlike
    /// <see cref="object.GetHashCode"/>; the key group is derived from it.
    /// </summary>
    public abstract int StableHash(TKey key);

    /// <summary>Whether two normalised keys have the same bytes.</summary>
    public abstract bool Equals(TKey? x, TKey? y);

    /// <summary>The <see cref="StableHash"/>.</summary>
    public int GetHashCode(TKey obj) => StableHash(obj);
}
