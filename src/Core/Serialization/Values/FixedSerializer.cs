using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FlowActors.Serialization;

/// <summary>Values of fixed width; many of them are one claim, and one copy of memory where the codec allows it.</summary>
internal sealed class FixedSerializer<T, TCodec> : EngineSerializer<T>, IFixedSerializer, IPrimitiveSerializer
    where T : struct
    where TCodec : struct, IFixedCodec<T>
{
    private static readonly bool s_memoryIsBytes = TCodec.IsBlittable && BitConverter.IsLittleEndian;

    public int Size => TCodec.Size;

    public Type Codec => typeof(TCodec);

    internal override bool IsShallowlyImmutable => true;

    public override void Serialize(ByteWriter writer, T value) => TCodec.Write(ref writer.Claim(TCodec.Size), value);

    public override T Deserialize(ref ByteReader reader) => TCodec.Read(ref reader.Claim(TCodec.Size));

    public override T Copy(T value) => value;

    public override void SerializeMany(ByteWriter writer, ReadOnlySpan<T> values)
    {
        ref var target = ref writer.Claim(checked(values.Length * TCodec.Size));
        if (s_memoryIsBytes)
        {
            Memory(ref MemoryMarshal.GetReference(values), values.Length).CopyTo(MemoryMarshal.CreateSpan(ref target, values.Length * TCodec.Size));
            return;
        }

        for (var i = 0; i < values.Length; i++) TCodec.Write(ref Unsafe.Add(ref target, i * TCodec.Size), values[i]);
    }

    public override void DeserializeMany(ref ByteReader reader, Span<T> values)
    {
        ref var source = ref reader.Claim((int)Math.Min((long)values.Length * TCodec.Size, int.MaxValue));
        if (s_memoryIsBytes)
        {
            MemoryMarshal.CreateSpan(ref source, values.Length * TCodec.Size).CopyTo(Memory(ref MemoryMarshal.GetReference(values), values.Length));
            return;
        }

        for (var i = 0; i < values.Length; i++) values[i] = TCodec.Read(ref Unsafe.Add(ref source, i * TCodec.Size));
    }

    internal override void SerializeWithin(ByteWriter writer, ReadOnlySpan<T> values, int positionMax, out int written)
    {
        written = FixedWidth.CountWithin(writer, positionMax, TCodec.Size, values.Length);
        SerializeMany(writer, values[..written]);
    }

    internal override TypeSchema Describe(SchemaScope scope) => TCodec.Schema;

    private static Span<byte> Memory(ref T values, int count) => MemoryMarshal.CreateSpan(ref Unsafe.As<T, byte>(ref values), count * TCodec.Size);
}
