using System.Buffers;

namespace FlowActors.Serialization;

/// <summary>The members of an object: written ones kept, moved or left out, new ones with their default.</summary>
/// <param name="steps">One for each written member.</param>
/// <param name="sources">For each current member the index of the written one, or -1.</param>
/// <param name="defaults">For each current member without a source its bytes.</param>
/// <param name="writtenEmpty">Whether a struct had no members, and so one byte 0.</param>
/// <param name="currentEmpty">Whether a struct has no members, and so one byte 0.</param>
internal sealed class MembersStep(SchemaStep[] steps, int[] sources, byte[]?[] defaults, bool writtenEmpty, bool currentEmpty) : SchemaStep
{
    private readonly bool _same = sources.SequenceEqual(Enumerable.Range(0, steps.Length));

    public override void Run(ref ByteReader reader, ByteWriter writer)
    {
        if (writtenEmpty) reader.ReadByte();
        if (currentEmpty) writer.WriteByte(0);
        var start = writer.Position;
        Span<int> ends = steps.Length <= 64 ? stackalloc int[steps.Length] : new int[steps.Length];
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i].Run(ref reader, writer);
            ends[i] = writer.Position - start;
        }

        if (_same) return;
        var length = writer.Position - start;
        var written = ArrayPool<byte>.Shared.Rent(length);
        writer.WrittenSpan[start..].CopyTo(written);
        writer.Position = start;
        for (var i = 0; i < sources.Length; i++)
        {
            var source = sources[i];
            if (source < 0) writer.WriteBytes(defaults[i]);
            else writer.WriteBytes(written.AsSpan((source == 0 ? 0 : ends[source - 1])..ends[source]));
        }

        ArrayPool<byte>.Shared.Return(written);
    }
}
