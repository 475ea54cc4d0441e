using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using FlowActors.State.RocksDb.Interop;

namespace FlowActors.State.RocksDb.Storage;

/// <summary>
/// The order of the keys of several lots together, all of one family and each of another key: by the numbers of <see cref="LotOrder"/> and a radix sort, whose
/// cost for each entry does not grow with their number. One thread at a time.
/// </summary>
internal sealed class CollectedOrder
{
    /// <summary>The entries of one lot, at most.</summary>
    public const int LotEntriesMax = 1 << EntryBits;

    /// <summary>What it takes for each entry: two numbers and two places.</summary>
    public const int BytesOfEntry = 2 * (sizeof(ulong) + sizeof(int));

    private const int EntryBits = 14;
    private const int Digits = sizeof(ulong);
    private const int Values = 256;

    // Entries lie where they came, each in another cache line: they are asked for before their turn comes.
    private const int Ahead = 12;

    private ulong[] _heads = [];
    private ulong[] _otherHeads = [];
    private int[] _places = [];
    private int[] _otherPlaces = [];

    /// <summary>Puts the entries into a file.</summary>
    public void CopyTo(SstWriter file, List<Lot> lots)
    {
        var places = Of(lots);
        for (var i = 0; i < places.Length; i++)
        {
            if (i + (2 * Ahead) < places.Length) Prefetch(lots, places[i + (2 * Ahead)], ofBytes: false);
            if (i + Ahead < places.Length) Prefetch(lots, places[i + Ahead], ofBytes: true);
            var lot = lots[places[i] >> EntryBits];
            ref readonly var entry = ref lot.Entries[places[i] & (LotEntriesMax - 1)];
            var key = lot.Written.Slice(entry.Start, entry.KeyLength);
            if (entry.IsDeleted) file.Delete(key);
            else file.Put(key, lot.Written.Slice(entry.Start + entry.KeyLength, entry.ValueLength));
        }
    }

    /// <summary>The places of the entries, in the order of their keys; good until the next call.</summary>
    public ReadOnlySpan<int> Of(List<Lot> lots)
    {
        var count = Fill(lots);
        Sort(count);
        SortTies(count, lots);
        return _places.AsSpan(0, count);
    }

    /// <summary>The key at a place.</summary>
    public static ReadOnlySpan<byte> KeyOf(List<Lot> lots, int place)
    {
        var lot = lots[place >> EntryBits];
        ref readonly var entry = ref lot.Entries[place & (LotEntriesMax - 1)];
        return lot.Written.Slice(entry.Start, entry.KeyLength);
    }

    /// <summary>Gives back what it took.</summary>
    public void Release() => (_heads, _otherHeads, _places, _otherPlaces) = ([], [], [], []);

    private int Fill(List<Lot> lots)
    {
        var count = lots.Sum(l => l.Count);
        if (_heads.Length < count)
        {
            // Not doubled: what may be taken is known.
            (_heads, _otherHeads) = (new ulong[count], new ulong[count]);
            (_places, _otherPlaces) = (new int[count], new int[count]);
        }

        var shared = SharedBytes(lots);
        var at = 0;
        for (var l = 0; l < lots.Count; l++)
        {
            var entries = lots[l].Entries;
            var bytes = lots[l].Written;
            for (var e = 0; e < entries.Length; e++, at++) (_heads[at], _places[at]) = (LotOrder.HeadOf(entries[e], bytes, shared), (l << EntryBits) | e);
        }

        return count;
    }

    private static int SharedBytes(List<Lot> lots) => lots.Min(lot => LotOrder.SharedBytes(lot.Entries, lot.Written, KeyOf(lots, 0)));

    // By one digit after the other, from the last one on; what all have alike is passed over.
    private void Sort(int count)
    {
        Span<int> counts = stackalloc int[Digits * Values];
        counts.Clear();
        foreach (var head in _heads.AsSpan(0, count))
        {
            for (var digit = 0; digit < Digits; digit++) counts[(digit * Values) + DigitOf(head, digit)]++;
        }

        for (var digit = 0; digit < Digits; digit++)
        {
            var starts = counts.Slice(digit * Values, Values);
            if (starts[DigitOf(_heads[0], digit)] != count) SortBy(digit, starts, count);
        }
    }

    private void SortBy(int digit, Span<int> starts, int count)
    {
        var sum = 0;
        foreach (ref var start in starts) (start, sum) = (sum, sum + start);
        var heads = _heads.AsSpan(0, count);
        var places = _places.AsSpan(0, count);
        for (var i = 0; i < heads.Length; i++)
        {
            var to = starts[DigitOf(heads[i], digit)]++;
            (_otherHeads[to], _otherPlaces[to]) = (heads[i], places[i]);
        }

        (_heads, _otherHeads) = (_otherHeads, _heads);
        (_places, _otherPlaces) = (_otherPlaces, _places);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte DigitOf(ulong head, int digit) => (byte)(head >> (8 * digit));

    private void SortTies(int count, List<Lot> lots)
    {
        for (var start = 0; start < count;)
        {
            var end = start + 1;
            while (end < count && _heads[end] == _heads[start]) end++;
            if (end - start > 1) _places.AsSpan(start, end - start).Sort((a, b) => KeyOf(lots, a).SequenceCompareTo(KeyOf(lots, b)));
            start = end;
        }
    }

    private static unsafe void Prefetch(List<Lot> lots, int place, bool ofBytes)
    {
        if (!Sse.IsSupported) return;
        var lot = lots[place >> EntryBits];
        ref readonly var entry = ref lot.Entries[place & (LotEntriesMax - 1)];
        // An address that has moved by then is asked for in vain, no more.
        if (ofBytes) Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in lot.Written[entry.Start])));
        else Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in entry)));
    }
}
