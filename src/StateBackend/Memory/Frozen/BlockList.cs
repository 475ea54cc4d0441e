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

    private T[]?[] _blocks = [];

    public int Count { get; private set; }

    public ref readonly T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _blocks[index >> s_shift]![index & (Length - 1)];
    }

    private static int Length => 1 << s_shift;

    /// <summary>The items from there on that lie side by side; at least one, if there is one.</summary>
    public ReadOnlySpan<T> From(int index) => index == Count
        ? []
        : _blocks[index >> s_shift].AsSpan(index & (Length - 1), Math.Min(Count - index, Length - (index & (Length - 1))));

    public void Add(in T item)
    {
        var block = Count >> s_shift;
        var at = Count & (Length - 1);
        if (block == _blocks.Length || at == (_blocks[block]?.Length ?? 0)) MakeRoom(block);
        _blocks[block]![at] = item;
        Count++;
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        foreach (var block in _blocks)
        {
            if (block?.Length != Length) continue;
            if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) Array.Clear(block);
            pool.Push(block);
        }

        _blocks = [];
        Count = 0;
    }

    private void MakeRoom(int block)
    {
        if (block == _blocks.Length) Array.Resize(ref _blocks, Math.Max(1, 2 * block));
        if (pool.TryPop(out var pooled))
        {
            _blocks[block]?.CopyTo(pooled, 0);
            _blocks[block] = pooled;
        }
        else if (block > 0)
        {
            _blocks[block] = GC.AllocateUninitializedArray<T>(Length);
        }
        else
        {
            Array.Resize(ref _blocks[0], Math.Max(FirstLength, 2 * (_blocks[0]?.Length ?? 0)));
        }
    }
}
