using System.Runtime.CompilerServices;
using FlowActors.Serialization;

namespace FlowActors.Operators;

/// <summary>
/// Takes prints of records, hashes of their bytes, by which a change is seen. Prints of different bytes are alike once in four
/// billion times. Used by one thread at a time.
/// </summary>
internal sealed class RecordPrinter<T>
{
    /// <summary>The print of a record that cannot be serialized, which is nobody's: such a record is not checked.</summary>
    public const int None = 0;

    private const int ScratchMax = 1 << 20;
    private readonly TypeSerializer<T> _serializer;
    private ByteWriter _scratch = new();

    private RecordPrinter(TypeSerializer<T> serializer) => _serializer = serializer;

    /// <summary>Null where there is nothing to find: records that hold nothing that could change.</summary>
    public static RecordPrinter<T>? Create(SerializerRegistry serializers) =>
        RuntimeHelpers.IsReferenceOrContainsReferences<T>() && serializers.Get<T>() is { IsImmutable: false } serializer
            ? new RecordPrinter<T>(serializer)
            : null;

    /// <summary>The print.</summary>
    public int Print(T value)
    {
        if (_scratch.Buffer.Length > ScratchMax) _scratch = new ByteWriter();
        _scratch.Reset();
        try
        {
            _serializer.Serialize(_scratch, value);
        }
        catch (Exception e) when (e is not ThreadInterruptedException)
        {
            return None;
        }

        var hash = default(HashCode);
        hash.AddBytes(_scratch.WrittenSpan);
        return hash.ToHashCode() is var print and not None ? print : 1;
    }
}
