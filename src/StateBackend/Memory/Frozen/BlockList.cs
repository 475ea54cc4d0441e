using System.Numerics;
using System.Runtime.CompilerServices;

namespace FlowActors.State.Memory.Frozen;

/// <summary>
/// A list in blocks that come from a pool and go back there: it grows without moving anything. The first block grows, as many lists stay short. A block
/// is no large object, as long as one item is none.
/// </summary>
internal sealed class BlockList<T>(Stack<T[]> pool)
    where T : struct
{
    private const int FirstLength = 8;
    private const int BytesMax = 64 << 10;
    private static readonly int s_shift = Math.Clamp(BitOperations.Log2((uint)Math.Max(1, BytesMax / Unsafe.SizeOf<T>())), 3, 10);

    private T[][] _blocks = [];
    private int _used;
    private T[] _last = [];
    private int _filled;

    public int Count => _used == 0 ? 0 : ((_used - 1) << s_shift) + _filled;

    public ref readonly T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _blocks[index >> s_shift][index & (Length - 1)];
    }

    private static int Length => 1 << s_shift;

    /// <summary>The items from there on that lie side by side; at least one, if there is one.</summary>
    public ReadOnlySpan<T> From(int index) => index == Count
        ? []
        : _blocks[index >> s_shift].AsSpan(index & (Length - 1), Math.Min(Count - index, Length - (index & (Length - 1))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in T item)
    {
        if (_filled == _last.Length) MakeRoom();
        _last[_filled++] = item;
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        foreach (var block in _blocks.AsSpan(0, _used))
        {
            if (block.Length != Length) continue;
            if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) Array.Clear(block);
            pool.Push(block);
        }

        (_blocks, _used, _last, _filled) = ([], 0, [], 0);
    }

    private void MakeRoom()
    {
        // The first block, while it is short, gives way to a longer one.
        var isNext = _last.Length == Length || _used == 0;
        if (!pool.TryPop(out var block)) block = GC.AllocateUninitializedArray<T>(_used > 0 && isNext ? Length : Math.Max(FirstLength, 2 * _last.Length));
        if (isNext)
        {
            if (_used == _blocks.Length) Array.Resize(ref _blocks, Math.Max(1, 2 * _used));
            _used++;
            _filled = 0;
        }
        else
        {
            _last.CopyTo(block, 0);
        }

        _last = _blocks[_used - 1] = block;
    }
}
