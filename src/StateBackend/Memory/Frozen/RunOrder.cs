namespace FlowActors.State.Memory.Frozen;

/// <summary>
/// Sorts a run of elements at once. Compares eight bytes at a time as numbers, from the first byte on in which any two differ, so that keys that all
/// begin alike cost no more; only where those are equal it looks at the next ones.
/// </summary>
internal sealed class RunOrder
{
    private readonly RadixOrder _numbers = new();
    private ulong[] _prefixes = [];

    /// <param name="order">The numbers of the elements, ascending; then in the order of their sort keys.</param>
    /// <param name="forms">All elements.</param>
    public void Sort(Span<int> order, FrozenForms forms)
    {
        if (_prefixes.Length < order.Length) _prefixes = GC.AllocateUninitializedArray<ulong>(order.Length);
        new Sorting(forms, _numbers).Sort(order, _prefixes.AsSpan(0, order.Length), 0);
    }

    private readonly struct Sorting(FrozenForms forms, RadixOrder numbers)
    {
        /// <param name="order">Elements whose sort keys begin with the same bytes.</param>
        /// <param name="prefixes">Room for as many numbers.</param>
        /// <param name="same">How many bytes those are.</param>
        public void Sort(Span<int> order, Span<ulong> prefixes, int same)
        {
            if (order.Length < 2) return;
            same = Same(order, same, out var longest);
            if (same >= longest)
            {
                // Elements of one list.
                order.Sort();
                return;
            }

            for (var i = 0; i < order.Length; i++) prefixes[i] = FrozenForm.Prefix(forms.SortKey(order[i]), same);
            numbers.Sort(prefixes, order);
            for (var (from, to) = (0, 1); from < order.Length; from = to++)
            {
                while (to < order.Length && prefixes[to] == prefixes[from]) to++;
                Sort(order[from..to], prefixes[from..to], same + sizeof(ulong));
            }
        }

        /// <summary>How many bytes all sort keys begin alike with, which they do with some at least.</summary>
        private int Same(ReadOnlySpan<int> order, int least, out int longest)
        {
            var first = forms.SortKey(order[0]);
            longest = first.Length;
            var same = longest;
            foreach (var number in order[1..])
            {
                var other = forms.SortKey(number);
                longest = Math.Max(longest, other.Length);
                if (same > least) same = Math.Min(same, least + first[least..same].CommonPrefixLength(other[Math.Min(least, other.Length)..]));
            }

            return Math.Max(same, least);
        }
    }
}
