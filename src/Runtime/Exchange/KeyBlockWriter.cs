using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FlowActors.Elements;
using FlowActors.Partitioning;

namespace FlowActors.Runtime.Exchange;

/// <summary>
/// To the owners of number keys, found for a block of records at once. A record's key is taken when it comes, so that the
/// key selector's errors come where they belong; what the record waits for in the block is only its channel.
/// </summary>
/// <remarks>
/// The steps from a key to its channel hang on each other, and a processor that does them for one record after the other waits
/// for most of them. A block costs one more copy of the record and is still cheaper. It counts as part of the open batches: a
/// flush and a mark end it, and it is never more than a sixteenth of what a batch of all records would be, so that a few large ones are
/// not held up.
/// </remarks>
internal sealed class KeyBlockWriter<T, TKey>(KeyChannels<T, TKey> keys, BatchSizer<T> sizer, OutputGroup group, SelectorCursor cursor)
    : RecordWriter<T>, IFlushable
{
    private const int Max = BatchSizer<T>.BlockMax;
    private readonly T[] _values = new T[Max];
    private readonly long[] _timestamps = new long[Max];
    private readonly int[] _hashes = new int[Max];
    private ChannelWriter<T>[] _channels = [];
    private int _count;
    private int _limit = 1;
    private bool _hasTimestamps;

    public override void Connect(ChannelWriter<T>[] channels)
    {
        base.Connect(channels);
        _channels = channels;
        keys.Connect(channels.Length);
    }

    public override void Collect(T value, long timestamp)
    {
        cursor.Enter();
        var hash = keys.Hash(value);
        cursor.Leave();
        var at = _count;
        // Within the arrays, as the limit is. The values' array is exactly of its type, so the store needs no check of it.
        Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_values), at) = value;
        Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_timestamps), at) = timestamp;
        Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_hashes), at) = hash;
        _count = at + 1;
        if (at + 1 >= _limit) Flush();
    }

    public override void Mark(ControlKind kind, long value)
    {
        Flush();
        base.Mark(kind, value);
    }

    public void Hasten() => Volatile.Write(ref _limit, 1);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Flush()
    {
        // The first record would close its batch, and the others would lie in the next.
        var hastened = group.TakeHastened();
        if (hastened) Array.ForEach(_channels, c => c.CancelHaste());
        var count = _count;
        _count = 0;
        var chosen = _hashes.AsSpan(0, count);
        keys.Choose(chosen);
        _hasTimestamps = _hasTimestamps || _timestamps.AsSpan(0, count).ContainsAnyExcept(Timestamps.None);
        if (_hasTimestamps) AddTimestamped(chosen);
        else Add(chosen);
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) Array.Clear(_values, 0, count);
        _limit = sizer.RecordsPerBlock;
        if (hastened) group.Flush();
    }

    // Two loops in methods of their own, for the JIT to keep in registers what they need.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Add(ReadOnlySpan<int> chosen)
    {
        var channels = _channels;
        ref var values = ref MemoryMarshal.GetArrayDataReference(_values);
        for (var i = 0; i < chosen.Length; i++) channels[chosen[i]].Add(in Unsafe.Add(ref values, i));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddTimestamped(ReadOnlySpan<int> chosen)
    {
        var channels = _channels;
        for (var i = 0; i < chosen.Length; i++) channels[chosen[i]].Add(in _values[i], _timestamps[i]);
    }
}
