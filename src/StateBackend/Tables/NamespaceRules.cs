using System.Runtime.CompilerServices;
using FlowActors.Serialization;

namespace FlowActors.State.Tables;

/// <summary>
/// The rules for what a table keeps apart within a key, such as windows: encoded, hashed and compared like keys. A namespace comes in
/// its canonical form.
/// </summary>
/// <param name="serializer">Null for <see cref="VoidNamespace"/>, and only for that.</param>
internal readonly struct NamespaceRules<TNamespace>(KeySerializer<TNamespace>? serializer)
{
    private readonly KeySerializer<TNamespace>? _serializer = serializer;

    public static bool IsVoid
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(TNamespace) == typeof(VoidNamespace);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool AreEqual(TNamespace a, TNamespace b)
    {
        if (IsVoid) return true;
        return KeyTraits<TNamespace>.EqualsAsBytes ? EqualityComparer<TNamespace>.Default.Equals(a, b) : _serializer!.Equals(a, b);
    }

    /// <summary>What a namespace adds to the slot hash of a key: all bits are mixed, so that neighbouring windows do not lie on neighbouring keys.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Spread(TNamespace value) =>
        IsVoid ? 0 : (ulong)(uint)KeyTraits<TNamespace>.Hash(_serializer!, value) * 0x9E37_79B9_7F4A_7C15;

    public void Write(ByteWriter writer, TNamespace value) => _serializer?.Serialize(writer, value);

    public TNamespace Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        return Read(ref reader);
    }

    /// <summary>Reads one and leaves the reader behind it.</summary>
    public TNamespace Read(ref ByteReader reader) => _serializer is null ? default! : _serializer.Deserialize(ref reader);
}
