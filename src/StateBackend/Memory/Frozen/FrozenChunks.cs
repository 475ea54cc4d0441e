using FlowActors.Serialization;

namespace FlowActors.State.Memory.Frozen;

/// <summary>Buffers for the bytes of elements, used again for the next key group when one is written.</summary>
internal sealed class FrozenChunks
{
    /// <summary>A chunk that has so many bytes is full. Small enough to stay out of the heap of large objects, where one element is.</summary>
    public const int Full = 48 * 1024;

    private const int First = 256;
    private const int Later = 64 * 1024;

    private readonly Stack<ByteWriter> _free = [];

    /// <param name="isFirst">Whether its group has no other: then it may never have more than a few elements.</param>
    public ByteWriter Take(bool isFirst) => _free.TryPop(out var chunk) ? chunk : new ByteWriter(isFirst ? First : Later);

    public void Return(List<ByteWriter> chunks)
    {
        foreach (var chunk in chunks)
        {
            chunk.Reset();
            // What one large value needed is not kept.
            if (chunk.Buffer.Length is >= Full and <= 2 * Later) _free.Push(chunk);
        }
    }
}
