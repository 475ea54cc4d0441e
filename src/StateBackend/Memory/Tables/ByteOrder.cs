using FlowActors.Serialization;

namespace FlowActors.State.Memory.Tables;

/// <summary>Sorts things by the bytes that their keys are encoded as, unsigned: the order that a database on disk has of itself.</summary>
internal sealed class ByteOrder<T>(int capacity)
{
    private readonly List<(int Start, int End, T Item)> _items = new(capacity);
    private int _start;

    /// <summary>Takes the key of the next one.</summary>
    public ByteWriter Bytes { get; } = new();

    /// <summary>What was written of the next one's key.</summary>
    public ReadOnlySpan<byte> Key => Bytes.WrittenSpan[_start..];

    /// <summary>Forgets <see cref="Key"/>: there is no such one.</summary>
    public void Drop() => Bytes.Position = _start;

    /// <summary>The one whose key was written since the last.</summary>
    public void Add(T item)
    {
        _items.Add((_start, Bytes.Position, item));
        _start = Bytes.Position;
    }

    public T[] Sorted()
    {
        _items.Sort(Compare);
        return [.. _items.Select(i => i.Item)];
    }

    private int Compare((int Start, int End, T Item) a, (int Start, int End, T Item) b) =>
        Bytes.WrittenSpan[a.Start..a.End].SequenceCompareTo(Bytes.WrittenSpan[b.Start..b.End]);
}
