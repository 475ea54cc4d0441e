using System.Buffers.Binary;

namespace FlowActors.State.RocksDb.Storage;

/// <summary>
/// Orders entries by family and the bytes of their keys. Most are told apart by a number: family, key group, and six bytes from the first one on,
/// behind the key group, in which any two differ. Entries of one key stay in the order in which they came.
/// </summary>
internal sealed class LotOrder
{
    private const int Group = sizeof(ushort);

    private ulong[] _heads = [];

    public void Sort(Span<LotEntry> entries, ReadOnlySpan<byte> bytes)
    {
        if (entries.Length < 2) return;
        if (_heads.Length < entries.Length) _heads = new ulong[Math.Max(entries.Length, 2 * _heads.Length)];
        var heads = _heads.AsSpan(0, entries.Length);
        var shared = SharedBytes(entries, bytes, KeyOf(entries[0], bytes));
        for (var i = 0; i < heads.Length; i++) heads[i] = HeadOf(entries[i], bytes, shared);
        heads.Sort(entries);
        SortTies(heads, entries, bytes);
    }

    /// <summary>How many bytes behind the key group all keys have in common with a first one.</summary>
    public static int SharedBytes(ReadOnlySpan<LotEntry> entries, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> firstKey)
    {
        var first = firstKey[Group..];
        var shared = first.Length;
        foreach (ref readonly var entry in entries)
        {
            var key = KeyOf(entry, bytes)[Group..];
            if (key.Length >= shared && key[..shared].SequenceEqual(first[..shared])) continue;
            shared = Math.Min(shared, key.CommonPrefixLength(first));
        }

        return shared;
    }

    /// <summary>
    /// The number of an entry. Bytes that its key does not have count as zeros, which is told apart from keys that have them among the ties.
    /// </summary>
    /// <param name="entry">The entry.</param>
    /// <param name="bytes">What it lies in.</param>
    /// <param name="shared">As <see cref="SharedBytes"/> has it, of all entries that are put into one order.</param>
    public static ulong HeadOf(LotEntry entry, ReadOnlySpan<byte> bytes, int shared)
    {
        var key = KeyOf(entry, bytes);
        var rest = key[(Group + shared)..];
        ulong head;
        if (rest.Length >= sizeof(ulong))
        {
            head = BinaryPrimitives.ReadUInt64BigEndian(rest);
        }
        else
        {
            Span<byte> padded = stackalloc byte[sizeof(ulong)];
            padded.Clear();
            rest.CopyTo(padded);
            head = BinaryPrimitives.ReadUInt64BigEndian(padded);
        }

        // Key groups take 15 bits, and the directory's all of 16.
        var group = (ulong)Math.Min(BinaryPrimitives.ReadUInt16BigEndian(key), (ushort)short.MaxValue);
        return (head >> 16) | (group << 48) | ((ulong)entry.Family << 63);
    }

    private static void SortTies(ReadOnlySpan<ulong> heads, Span<LotEntry> entries, ReadOnlySpan<byte> bytes)
    {
        for (var start = 0; start < heads.Length;)
        {
            var end = start + 1;
            while (end < heads.Length && heads[end] == heads[start]) end++;
            if (end - start > 1) SortRun(entries[start..end], bytes);
            start = end;
        }
    }

    private static void SortRun(Span<LotEntry> run, ReadOnlySpan<byte> bytes)
    {
        if (run.Length > 32)
        {
            HeapSort(run, bytes);
            return;
        }

        for (var i = 1; i < run.Length; i++)
        {
            var entry = run[i];
            var at = i;
            for (; at > 0 && IsBefore(entry, run[at - 1], bytes); at--) run[at] = run[at - 1];
            run[at] = entry;
        }
    }

    private static void HeapSort(Span<LotEntry> run, ReadOnlySpan<byte> bytes)
    {
        for (var at = (run.Length / 2) - 1; at >= 0; at--) SiftDown(run, at, bytes);
        for (var last = run.Length - 1; last > 0; last--)
        {
            (run[0], run[last]) = (run[last], run[0]);
            SiftDown(run[..last], 0, bytes);
        }
    }

    private static void SiftDown(Span<LotEntry> heap, int at, ReadOnlySpan<byte> bytes)
    {
        for (int child; (child = (2 * at) + 1) < heap.Length; at = child)
        {
            if (child + 1 < heap.Length && IsBefore(heap[child], heap[child + 1], bytes)) child++;
            if (!IsBefore(heap[at], heap[child], bytes)) return;
            (heap[at], heap[child]) = (heap[child], heap[at]);
        }
    }

    private static bool IsBefore(LotEntry a, LotEntry b, ReadOnlySpan<byte> bytes)
    {
        if (a.Family != b.Family) return a.Family < b.Family;
        var order = KeyOf(a, bytes).SequenceCompareTo(KeyOf(b, bytes));
        // Of two entries of one key the later one counts.
        return order != 0 ? order < 0 : a.Start < b.Start;
    }

    private static ReadOnlySpan<byte> KeyOf(LotEntry entry, ReadOnlySpan<byte> bytes) => bytes.Slice(entry.Start, entry.KeyLength);
}
