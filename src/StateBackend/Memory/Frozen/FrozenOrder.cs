namespace FlowActors.State.Memory.Frozen;

/// <summary>
/// The order of the elements of a key group, by the bytes of their sort keys, and of those of one sort key as they came. Found by and by: runs of
/// elements are sorted, one at a time, then merged.
/// </summary>
/// <param name="run">How many elements are sorted at once, a power of two. 8,192 take less than a millisecond.</param>
internal sealed class FrozenOrder(int run = 8_192)
{
    private readonly RunOrder _runs = new();
    private FrozenForms? _forms;
    private int[] _order = [];
    private int[] _merged = [];
    private int _count;
    private int _sorted;
    private int _width;
    private int _at;
    private int _left;
    private int _right;

    /// <summary>The number of the element that comes at that place; of all that are sorted.</summary>
    public int this[int place] => _order[place];

    /// <summary>Forgets the last group. No other elements may come to this one.</summary>
    public void Begin(FrozenForms forms)
    {
        var count = forms.Count;
        (_forms, _count) = (forms, count);
        (_sorted, _width, _at) = (0, run, 0);
        if (_order.Length >= count) return;
        _order = GC.AllocateUninitializedArray<int>(count);
        _merged = count > run ? GC.AllocateUninitializedArray<int>(count) : [];
    }

    /// <summary>Sorts on; true when all is sorted.</summary>
    public bool Sort(ref int steps)
    {
        for (; _sorted < _count; _sorted += Math.Min(run, _count - _sorted))
        {
            if (steps <= 0) return false;
            var order = _order.AsSpan(_sorted, Math.Min(run, _count - _sorted));
            for (var i = 0; i < order.Length; i++) order[i] = _sorted + i;
            _runs.Sort(order, _forms!);
            steps -= order.Length;
        }

        for (; _width < _count; _width *= 2)
        {
            if (!Merge(ref steps)) return false;
            (_order, _merged, _at) = (_merged, _order, 0);
        }

        return steps > 0;
    }

    // Each two runs become one, which begins where they begin.
    private bool Merge(ref int steps)
    {
        for (; _at < _count; _at++)
        {
            if (steps-- <= 0) return false;
            var start = _at & -(2 * _width);
            var (middle, end) = (Math.Min(start + _width, _count), Math.Min(start + (2 * _width), _count));
            if (_at == start) (_left, _right) = (start, middle);
            var isRight = _left == middle
                || (_right < end && _forms!.SortKey(_order[_right]).SequenceCompareTo(_forms.SortKey(_order[_left])) < 0);
            _merged[_at] = isRight ? _order[_right++] : _order[_left++];
        }

        return true;
    }
}
