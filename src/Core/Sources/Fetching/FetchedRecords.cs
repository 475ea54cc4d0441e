using System.Runtime.CompilerServices;

namespace FlowActors.Sources;

/// <summary>What one fetch brings: records of one or several splits, in order. For the fetch at hand only.</summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class FetchedRecords<T>
{
    private const int FirstCapacity = 16;
    private readonly HashSet<string> _open;
    private readonly int _max;
    private readonly List<FetchedRun> _runs = [];
    private FetchedRecord<T>[] _records = [];
    private string? _split;
    private int _count;

    /// <param name="open">The splits that are not finished; of the fetching thread.</param>
    /// <param name="max">How many records it should hold at most.</param>
    internal FetchedRecords(HashSet<string> open, int max)
    {
        _open = open;
        _max = max;
    }

    /// <summary>True when the fetch should return. What it has at hand already it may still add.</summary>
    public bool IsFull => _count >= _max;

    /// <summary>How many records were added in this fetch.</summary>
    public int Count => _count;

    internal bool IsEmpty => _count == 0 && _runs.Count == 0;

    internal FetchedRecord<T>[] Records => _records;

    internal List<FetchedRun> Runs => _runs;

    /// <summary>Adds a record behind those that the split has given so far.</summary>
    /// <param name="splitId">The split, which is open.</param>
    /// <param name="record">The record.</param>
    /// <param name="positionBehind">Where the split goes on behind this record.</param>
    /// <param name="timestamp">Its event time in ms, or none.</param>
    /// <exception cref="InvalidOperationException">The reader does not have the split, or it is finished.</exception>
    public void Add(string splitId, T record, long positionBehind, long timestamp = Timestamps.None)
    {
        if (_split is null || (!ReferenceEquals(splitId, _split) && splitId != _split)) BeginRun(splitId);
        if (_count == _records.Length) Array.Resize(ref _records, Math.Max(FirstCapacity, _count * 2));
        _records[_count++] = new FetchedRecord<T>(record, positionBehind, timestamp);
    }

    /// <summary>Says that the split is read to its end: behind the records that were added it is dropped, and another one asked for.</summary>
    /// <param name="splitId">The split, which is open.</param>
    /// <exception cref="InvalidOperationException">The reader does not have the split, or it is finished.</exception>
    public void Finish(string splitId)
    {
        if (_split is null || splitId != _split) BeginRun(splitId);
        EndRun(isLast: true);
        _open.Remove(splitId);
    }

    /// <summary>Nothing is added any more; for the engine.</summary>
    internal void Seal()
    {
        if (_split is not null) EndRun(isLast: false);
    }

    /// <summary>Empty again; for the engine.</summary>
    internal void Clear()
    {
        // What an author adds above the bound is not kept for ever.
        if (_records.Length > Math.Max(FirstCapacity, 2L * _max)) _records = [];
        else if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) Array.Clear(_records, 0, _count);
        _runs.Clear();
        _split = null;
        _count = 0;
    }

    private void BeginRun(string splitId)
    {
        ArgumentNullException.ThrowIfNull(splitId);
        if (!_open.Contains(splitId))
            throw new InvalidOperationException(
                $"The fetcher gave something of split '{splitId}', which this reader does not have, or which it finished before. " +
                $"It has: {(_open.Count == 0 ? "none" : string.Join(", ", _open.Order(StringComparer.Ordinal).Take(10).Select(s => $"'{s}'")))}.");
        Seal();
        _split = splitId;
    }

    private void EndRun(bool isLast)
    {
        _runs.Add(new FetchedRun(_split!, _count, isLast));
        _split = null;
    }
}
