using System.Numerics;
using System.Runtime.CompilerServices;

namespace FlowActors.State.Memory.Frozen;

/// <summary>A bit for each slot of a table, in pages that are made when the first bit of one is set: an empty one costs nothing.</summary>
internal struct SlotBits
{
    private const int PageShift = 15;
    private const int PageWords = 1 << (PageShift - 6);

    private ulong[]?[]? _pages;

    public readonly bool this[int slot]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _pages is not null && slot >> PageShift < _pages.Length && _pages[slot >> PageShift] is { } page && (page[(slot >> 6) & (PageWords - 1)] & (1ul << slot)) != 0;
    }

    /// <summary>Sets a bit; false when it was set.</summary>
    public bool Set(int slot)
    {
        var page = slot >> PageShift;
        if (_pages is null || page >= _pages.Length) Array.Resize(ref _pages, (int)BitOperations.RoundUpToPowerOf2((uint)page + 1));
        ref var word = ref (_pages[page] ??= new ulong[PageWords])[(slot >> 6) & (PageWords - 1)];
        var bit = 1ul << slot;
        if ((word & bit) != 0) return false;
        word |= bit;
        return true;
    }
}
