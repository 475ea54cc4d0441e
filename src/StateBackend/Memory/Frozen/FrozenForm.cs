using System.Buffers.Binary;

namespace FlowActors.State.Memory.Frozen;

/// <summary>
/// One element as bytes within a chunk: what comes before the key in the order, key, namespace and map key, which together are what elements
/// are sorted by, then the value.
/// </summary>
internal readonly record struct FrozenForm(int Chunk, int Start, int Key, int Namespace, int MapKey, int Value, int End)
{
    /// <summary>The eight bytes of a sort key from some position on, as a number that orders as they do; what is missing is 0.</summary>
    public static ulong Prefix(ReadOnlySpan<byte> sortKey, int from)
    {
        if (sortKey.Length - from >= sizeof(ulong)) return BinaryPrimitives.ReadUInt64BigEndian(sortKey[from..]);
        var prefix = 0ul;
        for (var at = from; at < from + sizeof(ulong); at++) prefix = (prefix << 8) | (at < sortKey.Length ? sortKey[at] : (byte)0);
        return prefix;
    }
}
