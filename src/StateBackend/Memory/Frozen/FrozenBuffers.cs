using FlowActors.Serialization;

namespace FlowActors.State.Memory.Frozen;

/// <summary>
/// What frozen tables keep slots, elements and their bytes in. All of it is small enough to stay out of the heap of large objects, whose
/// collections stop everything, and is used again: for the next key group when one is written, for the next table, and for the next checkpoint, which
/// needs as much again.
/// </summary>
internal sealed class FrozenBuffers
{
    /// <summary>A chunk that has so many bytes is full.</summary>
    public const int ChunkFull = 48 * 1024;

    private const int FirstChunk = 256;
    private const int LaterChunk = 64 * 1024;

    private readonly Stack<ByteWriter> _chunks = [];

    /// <summary>Puts one key group at a time into order.</summary>
    public FrozenOrder Order { get; } = new();

    public Stack<int[]> Slots { get; } = [];

    public Stack<FrozenForm[]> Forms { get; } = [];

    /// <param name="isFirst">Whether its group has no other: then it may never have more than a few elements.</param>
    public ByteWriter TakeChunk(bool isFirst) => _chunks.TryPop(out var chunk) ? chunk : new ByteWriter(isFirst ? FirstChunk : LaterChunk);

    public void Return(List<ByteWriter> chunks)
    {
        foreach (var chunk in chunks)
        {
            chunk.Reset();
            // What one large value needed is not kept.
            if (chunk.Buffer.Length is >= ChunkFull and <= 2 * LaterChunk) _chunks.Push(chunk);
        }
    }
}
