namespace FlowActors.Sources.Coordination;

/// <summary>
/// Which splits were assigned to which reader, as far as somebody may still ask: until the reader has them, and until a completed checkpoint
/// holds that it has. Pure; not thread-safe.
/// </summary>
internal sealed class SplitLedger(int parallelism)
{
    private readonly Reader?[] _readers = new Reader?[parallelism];
    private readonly int[] _lowest = new int[parallelism];
    private readonly SortedDictionary<long, long[]> _marks = [];

    /// <summary>The subtasks whose readers are there.</summary>
    public IReadOnlyCollection<int> Readers => [.. Enumerable.Range(0, parallelism).Where(s => _readers[s] is not null)];

    /// <summary>Whether the readers of all subtasks are there, and get no more.</summary>
    public bool HasAssignedAll => Array.TrueForAll(_readers, r => r is { NoMore: true });

    /// <summary>Whether a reader is there.</summary>
    public bool Has(int subtask) => _readers[subtask] is not null;

    /// <summary>The attempt of the reader that is there; 0 when none is.</summary>
    public int AttemptOf(int subtask) => _readers[subtask]?.Attempt ?? 0;

    /// <summary>Whether a reader of that attempt is lost, so that whatever it said is stale.</summary>
    public bool IsStale(int subtask, int attempt) => attempt < _lowest[subtask];

    /// <summary>Readers of a subtask up to an attempt will not be heard any more.</summary>
    public void Fence(int subtask, int attempt) => _lowest[subtask] = Math.Max(_lowest[subtask], attempt + 1);

    /// <summary>A reader is there.</summary>
    public void Add(int subtask, int attempt) => _readers[subtask] = new Reader(attempt);

    /// <summary>Takes what a reader that is there says.</summary>
    /// <returns>How many requests are new, and what it reports, if that is.</returns>
    public (long Requests, long? Report) Hear(ReaderState state)
    {
        var reader = _readers[state.Subtask]!;
        reader.Received = Math.Max(reader.Received, state.Received);
        reader.Trim();
        var requests = Math.Max(0, state.Requests - reader.Requests);
        reader.Requests += requests;
        if (state.Report <= reader.Report) return (requests, null);
        reader.Report = state.Report;
        return (requests, state.Report);
    }

    /// <summary>A split is assigned.</summary>
    /// <exception cref="InvalidOperationException">The reader is not there, or gets no more.</exception>
    public void Assign(int subtask, byte[] split)
    {
        var reader = Find(subtask);
        if (reader.NoMore) throw new InvalidOperationException($"Subtask {subtask} was told that it gets no more splits, so it must not be assigned one.");
        reader.Splits.Add(split);
    }

    /// <summary>A reader gets no more.</summary>
    /// <exception cref="InvalidOperationException">The reader is not there.</exception>
    public void Complete(int subtask) => Find(subtask).NoMore = true;

    /// <summary>What a reader does not have yet; null when there is nothing to tell it.</summary>
    /// <param name="subtask">The reader.</param>
    /// <param name="bytesMax">What the splits of an answer may take together; one may be larger.</param>
    public SplitAnswer? AnswerFor(int subtask, int bytesMax)
    {
        if (_readers[subtask] is not { } reader) return null;
        var first = (int)(reader.Received - reader.Base);
        var end = first;
        // What was assigned before a checkpoint began travels before its barrier, what was assigned later behind it.
        var behind = _marks.LastOrDefault(m => m.Value[subtask] <= reader.Received).Key;
        var mark = _marks.FirstOrDefault(m => m.Value[subtask] > reader.Received).Value?[subtask] - reader.Base;
        var last = Math.Min((int?)mark ?? int.MaxValue, reader.Splits.Count);
        for (var bytes = 0; end < last; end++)
        {
            bytes += reader.Splits[end].Length;
            if (bytes > bytesMax && end > first) break;
        }

        var noMore = reader.NoMore && end == reader.Splits.Count;
        return end == first && !noMore ? null : new SplitAnswer(subtask, reader.Attempt, reader.Received, reader.Splits[first..end], noMore, behind);
    }

    /// <summary>A reader is lost.</summary>
    /// <returns>The splits that no completed checkpoint holds as that reader's, in order.</returns>
    public IReadOnlyList<byte[]> Lose(int subtask)
    {
        var reader = Find(subtask);
        _readers[subtask] = null;
        foreach (var mark in _marks.Values) mark[subtask] = 0;
        return reader.Splits[(int)(reader.Covered - reader.Base)..];
    }

    /// <summary>A checkpoint begins: what is assigned by now is in it.</summary>
    /// <returns>For each subtask how many splits its reader must have got before its part of the checkpoint is taken.</returns>
    public IReadOnlyList<long> Mark(long checkpoint)
    {
        var counts = _readers.Select(r => r is null ? 0 : r.Base + r.Splits.Count).ToArray();
        _marks[checkpoint] = counts;
        return [.. counts];
    }

    /// <summary>A checkpoint is durable.</summary>
    public void Completed(long checkpoint)
    {
        if (!_marks.TryGetValue(checkpoint, out var counts)) return;
        for (var s = 0; s < parallelism; s++)
        {
            if (_readers[s] is not { } reader) continue;
            reader.Covered = Math.Max(reader.Covered, counts[s]);
            reader.Trim();
        }

        foreach (var earlier in _marks.Keys.Where(c => c <= checkpoint).ToList()) _marks.Remove(earlier);
    }

    /// <summary>A checkpoint will not complete.</summary>
    public void Aborted(long checkpoint) => _marks.Remove(checkpoint);

    private Reader Find(int subtask) => _readers[subtask]
        ?? throw new InvalidOperationException($"The reader of subtask {subtask} is not there: assign splits to readers that were added.");

    private sealed class Reader(int attempt)
    {
        public int Attempt => attempt;

        /// <summary>The number of the first split that is kept.</summary>
        public long Base { get; private set; }

        public List<byte[]> Splits { get; } = [];

        public long Requests { get; set; }

        public long Received { get; set; }

        public long Report { get; set; }

        /// <summary>How many splits a completed checkpoint holds.</summary>
        public long Covered { get; set; }

        public bool NoMore { get; set; }

        public void Trim()
        {
            var kept = Math.Min(Received, Covered);
            if (kept <= Base) return;
            Splits.RemoveRange(0, (int)(kept - Base));
            Base = kept;
        }
    }
}
