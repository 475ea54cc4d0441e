using FlowActors.Serialization;

namespace FlowActors.State.Tables;

/// <summary>The bounds of a <see cref="KeyRange"/>.</summary>
internal static class KeyBytes
{
    /// <summary>The bytes of a key, in its canonical form; also of a namespace, or of a key within a map.</summary>
    public static byte[] Of<TKey>(KeySerializer<TKey> keys, TKey key)
    {
        var bytes = new ByteWriter();
        keys.Serialize(bytes, keys.Normalize(key));
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>
    /// What the bytes of all texts begin with that begin with this one, character by character: with half of a surrogate pair at its end it finds texts that have
    /// that half alone. Also for the first member of a composite key, behind the byte that says that it is not null.
    /// </summary>
    /// <param name="keys">Encodes texts as keys.</param>
    /// <param name="prefix">What they begin with; all do with the empty text.</param>
    /// <exception cref="ArgumentException">Texts are encoded by a serializer of the user's own: nobody knows what its bytes begin with.</exception>
    public static byte[] OfTextsFrom(KeySerializer<string> keys, string prefix) => keys is StringKey
        ? Of(keys, prefix)[..^1]
        : throw new ArgumentException(
            $"Keys are encoded by {TypeNames.Of(keys.GetType())}, so that texts cannot be looked for by what they begin with: ask for a range of keys.", nameof(keys));
}
