namespace FlowActors.Bench.Campaigns.Crash;

/// <summary>The part of <see cref="CrashOracle"/> for one region.</summary>
internal sealed class RegionOracle(int region, CrashRecords records)
{
    private const int DifferencesMax = 20;

    private readonly Dictionary<long, int> _positions = [];
    private readonly Dictionary<int, List<Step>> _steps = [];
    private readonly Dictionary<(int Key, long Bucket), long> _buckets = [];
    private readonly Dictionary<int, HashSet<long>> _fired = [];
    private readonly List<string> _differences = [];

    public int Region => region;

    public IReadOnlyList<string> Differences => _differences;

    public long Records { get; private set; }

    public long Timers { get; private set; }

    public void Record(int key, long position, Step step, int round)
    {
        Records++;
        if (!_positions.TryAdd(position, round)) Differ($"record {position} was committed in round {_positions[position]} and again in round {round}");
        if (records.At(position).Key != key) Differ($"record {position} has key {records.At(position).Key} and came as one of {key}");
        Of(_steps, key).Add(step);
    }

    public void Bucket(int key, long bucket, long count, int round)
    {
        Timers++;
        if (!_buckets.TryAdd((key, bucket), count)) Differ($"the timer of key {key} for stretch {bucket} fired again in round {round}");
    }

    public void Fired(int key, long number, int round)
    {
        Timers++;
        if (!Of(_fired, key).Add(number)) Differ($"timer {number} of processing time of key {key} fired again in round {round}");
    }

    public void Complete(long read)
    {
        if (Records != read) Differ($"{Records} records were committed, and {read} were read by the accumulator");
        for (var split = 0; split < CrashRecords.Parallelism; split++) CheckSplit(split);
        foreach (var (key, steps) in _steps) CheckKey(key, [.. steps.OrderBy(s => s.Number)]);
        CheckBuckets();
    }

    // A split is read from its beginning without gaps, up to where it was stopped.
    private void CheckSplit(int split)
    {
        var positions = _positions.Keys.Where(p => p % CrashRecords.Parallelism == split).Order().ToList();
        var expected = (long)split;
        foreach (var position in positions)
        {
            if (position > expected) Differ($"{(position - expected) / CrashRecords.Parallelism} records of split {split} from {expected} on were lost, before {position} of round {_positions[position]}");
            expected = position + CrashRecords.Parallelism;
        }
    }

    private void CheckKey(int key, Step[] steps)
    {
        var (number, sum, set) = (0L, 0L, 0L);
        var inBucket = new Dictionary<long, long>();
        foreach (var step in steps)
        {
            number++;
            sum = unchecked(sum + records.At(step.Position).Value);
            var bucket = step.Position / CrashRecords.BucketLength;
            var count = inBucket[bucket] = inBucket.GetValueOrDefault(bucket) + 1;
            var round = _positions[step.Position];
            if (step.Number != number) Differ($"record {step.Position} of round {round} is number {step.Number} of key {key}, and {number} was expected");
            if (step.Sum != sum) Differ($"record {step.Position} of round {round} has sum {step.Sum} of key {key}, and {sum} was expected");
            if (step.InBucket != count) Differ($"record {step.Position} of round {round} is number {step.InBucket} in its stretch of key {key}, and {count} was expected");
            if (step.Set < set) Differ($"at record {step.Position} of round {round} key {key} had set {step.Set} timers, and {set} before");
            // What follows is said once, not for each record behind it.
            (number, sum, set) = (step.Number, step.Sum, step.Set);
            inBucket[bucket] = step.InBucket;
        }

        var fired = Of(_fired, key);
        if (fired.Count > 0 && fired.Max() != fired.Count) Differ($"{fired.Count} timers of processing time of key {key} fired, the last of them with number {fired.Max()}");
        // The last may have been pending at the end.
        if (set - fired.Count is not (0 or 1)) Differ($"key {key} has set {set} timers of processing time, and {fired.Count} fired");
    }

    private void CheckBuckets()
    {
        var expected = _positions.Keys.GroupBy(p => (records.At(p).Key, p / CrashRecords.BucketLength)).ToDictionary(g => g.Key, g => g.LongCount());
        foreach (var (bucket, count) in expected)
        {
            if (!_buckets.TryGetValue(bucket, out var emitted)) Differ($"the timer of key {bucket.Key} for stretch {bucket.Item2} never fired");
            else if (emitted != count) Differ($"the timer of key {bucket.Key} for stretch {bucket.Item2} found {emitted} records, and {count} were expected");
        }

        foreach (var bucket in _buckets.Keys.Where(b => !expected.ContainsKey(b))) Differ($"a timer of key {bucket.Key} for stretch {bucket.Bucket} fired without records");
    }

    private static T Of<T>(Dictionary<int, T> all, int key)
        where T : new() => all.TryGetValue(key, out var found) ? found : all[key] = new T();

    private void Differ(string what)
    {
        if (_differences.Count < DifferencesMax) _differences.Add($"region {region}: {what}");
    }
}
