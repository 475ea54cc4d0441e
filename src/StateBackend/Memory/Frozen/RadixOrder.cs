namespace FlowActors.State.Memory.Frozen;

/// <summary>
/// Sorts numbers by bytes, from the last one on in which any two differ to the first: keys that are close to each other, as those that count
/// something are, differ in few. What is equal stays in its order.
/// </summary>
internal sealed class RadixOrder
{
    // Below it comparing is as fast.
    private const int LengthMin = 256;
    private const int Values = 1 << 8;

    private ulong[] _sorted = [];
    private int[] _items = [];

    /// <param name="numbers">What is sorted.</param>
    /// <param name="items">Is moved alike.</param>
    public void Sort(Span<ulong> numbers, Span<int> items)
    {
        if (numbers.Length < LengthMin)
        {
            numbers.Sort(items);
            return;
        }

        if (_sorted.Length < numbers.Length)
        {
            _sorted = GC.AllocateUninitializedArray<ulong>(numbers.Length);
            _items = GC.AllocateUninitializedArray<int>(numbers.Length);
        }

        var differ = 0ul;
        foreach (var number in numbers) differ |= number ^ numbers[0];
        var from = new Pairs(numbers, items);
        var to = new Pairs(_sorted.AsSpan(0, numbers.Length), _items.AsSpan(0, items.Length));
        for (var shift = 0; shift < 64; shift += 8)
        {
            if (((differ >> shift) & (Values - 1)) == 0) continue;
            Distribute(from, to, shift);
            var swapped = from;
            from = to;
            to = swapped;
        }

        if (from.Items == items) return;
        from.Numbers.CopyTo(numbers);
        from.Items.CopyTo(items);
    }

    private static void Distribute(Pairs from, Pairs to, int shift)
    {
        Span<int> places = stackalloc int[Values];
        places.Clear();
        foreach (var number in from.Numbers) places[(byte)(number >> shift)]++;
        var place = 0;
        foreach (ref var count in places) (count, place) = (place, place + count);
        for (var i = 0; i < from.Numbers.Length; i++)
        {
            var number = from.Numbers[i];
            ref var next = ref places[(byte)(number >> shift)];
            to.Numbers[next] = number;
            to.Items[next++] = from.Items[i];
        }
    }

    private readonly ref struct Pairs(Span<ulong> numbers, Span<int> items)
    {
        public readonly Span<ulong> Numbers = numbers;
        public readonly Span<int> Items = items;
    }
}
