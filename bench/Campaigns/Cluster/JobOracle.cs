using System.Globalization;

namespace FlowActors.Bench.Campaigns.Cluster;

/// <summary>
/// Compares what a job has committed with what the seed says, as it is committed: the records of each key once, numbered without a gap, with their sums; the numbers of each group likewise. What is
/// committed is also the least that anybody who reads the state must be answered. Thread-safe.
/// </summary>
internal sealed class JobOracle(string job, string folder, ulong seed)
{
    private const int DifferencesMax = 20;

    // The rate is such that each key has a record each 100 ms.
    private const long PauseMin = 500;

    private readonly Lock _lock = new();
    private readonly Lock _taking = new();
    private readonly ClusterRecords _records = new(seed);
    private readonly HashSet<string> _files = [];
    private readonly KeyOracle[] _keys = [.. Enumerable.Range(0, ClusterRecords.Keys).Select(_ => new KeyOracle())];
    private readonly Sequence[] _groups = [.. Enumerable.Range(0, ClusterRecords.Groups).Select(_ => new Sequence())];
    private readonly List<(long From, long To)> _pauses = [];
    private readonly List<string> _differences = [];

    public string Job => job;

    /// <summary>What differs, in the order in which it was found.</summary>
    public IReadOnlyList<string> Differences
    {
        get
        {
            lock (_lock) return [.. _differences];
        }
    }

    /// <summary>How many records were committed.</summary>
    public long Records { get; private set; }

    /// <summary>The greatest number of each key that is committed.</summary>
    public long[] Committed()
    {
        lock (_lock) return [.. _keys.Select(k => k.Last)];
    }

    /// <summary>The sum that a key has with its first records.</summary>
    public long SumOf(int key, long number)
    {
        lock (_lock) return _records.SumOf(key, number);
    }

    /// <summary>Whether of each key a record is committed that was counted at some moment or later, in ms.</summary>
    public bool HasAllSince(long moment)
    {
        lock (_lock) return _keys.All(k => k.LastAt >= moment);
    }

    /// <summary>The longest time in which some key had no record, of those that had to do with a stretch of time; in ms.</summary>
    public long LongestPause(long from, long to)
    {
        lock (_lock) return _pauses.Where(p => p.To >= from && p.From <= to).Select(p => p.To - p.From).DefaultIfEmpty().Max();
    }

    /// <summary>Reads what was committed since the last call.</summary>
    /// <param name="round">The round that is under way.</param>
    public void Take(int round)
    {
        if (!Directory.Exists(folder)) return;
        lock (_taking)
        {
            foreach (var file in Directory.EnumerateFiles(folder))
            {
                if (!Path.GetFileName(file).StartsWith('.') && _files.Add(file)) Take(File.ReadAllLines(file), round);
            }
        }
    }

    /// <summary>All was committed: finds what is missing.</summary>
    /// <param name="read">How many records the job has read, by its accumulator.</param>
    public void Complete(long read)
    {
        lock (_lock)
        {
            if (Records != read) Differ($"{Records} records were committed, and {read} were read by the accumulator");
            for (var key = 0; key < _keys.Length; key++)
                if (_keys[key].Numbers is { HasGaps: true, Complete: var last }) Differ($"record {last + 1} of key {key}, at position {ClusterRecords.PositionOf(key, last + 1)}, was lost");
            for (var group = 0; group < _groups.Length; group++)
                if (_groups[group] is { HasGaps: true, Complete: var last }) Differ($"number {last + 1} of group {group} was lost");
        }
    }

    private void Take(string[] lines, int round)
    {
        lock (_lock)
        {
            foreach (var line in lines) Take([.. line.Split(' ').Select(word => long.Parse(word, CultureInfo.InvariantCulture))], round);
        }
    }

    private void Take(long[] line, int round)
    {
        var (key, position, number, sum, at, inGroup) = ((int)line[0], line[1], line[2], line[3], line[4], line[5]);
        Records++;
        var known = _keys[key];
        if (!known.Numbers.Add(number)) Differ($"number {number} of key {key} was committed again in round {round}");
        if (position != ClusterRecords.PositionOf(key, number)) Differ($"number {number} of key {key} is the record at {position}, and that at {ClusterRecords.PositionOf(key, number)} was expected; round {round}");
        if (sum != _records.SumOf(key, number)) Differ($"number {number} of key {key} has sum {sum}, and {_records.SumOf(key, number)} was expected; round {round}");
        var group = key % ClusterRecords.Groups;
        if (!_groups[group].Add(inGroup)) Differ($"number {inGroup} of group {group} was committed again in round {round}");
        known.Came(number, at, _pauses);
    }

    private void Differ(string what)
    {
        if (_differences.Count < DifferencesMax) _differences.Add($"{job}: {what}");
    }

    private sealed class KeyOracle
    {
        private readonly Dictionary<long, long> _ahead = [];
        private (long Number, long At) _before;

        public Sequence Numbers { get; } = new();

        public long Last { get; private set; }

        public long LastAt { get; private set; }

        // Files of several sinks come in any order.
        public void Came(long number, long at, List<(long From, long To)> pauses)
        {
            (Last, LastAt) = (Math.Max(Last, number), Math.Max(LastAt, at));
            _ahead[number] = at;
            while (_ahead.Remove(_before.Number + 1, out var next))
            {
                if (_before.Number > 0 && next - _before.At >= PauseMin) pauses.Add((_before.At, next));
                _before = (_before.Number + 1, next);
            }
        }
    }
}
