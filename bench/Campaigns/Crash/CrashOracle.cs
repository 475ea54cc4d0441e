using System.Globalization;

namespace FlowActors.Bench.Campaigns.Crash;

/// <summary>
/// Compares what was committed with what the seed and the positions say. Reads each committed file once, round by round, and says what
/// differs: records lost, doubled or made up, state that was lost or counted twice, timers that fired twice or never.
/// </summary>
internal sealed class CrashOracle(ulong seed)
{
    private readonly HashSet<string> _read = [];
    private readonly RegionOracle[] _regions = [.. Enumerable.Range(0, CrashRecords.Regions).Select(region => new RegionOracle(region, new CrashRecords(seed, region)))];

    /// <summary>What differs, in the order in which it was found.</summary>
    public IEnumerable<string> Differences => _regions.SelectMany(r => r.Differences);

    /// <summary>How many records were committed.</summary>
    public long Records => _regions.Sum(r => r.Records);

    /// <summary>How many results of timers were committed.</summary>
    public long Timers => _regions.Sum(r => r.Timers);

    /// <summary>Reads what was committed since the last call.</summary>
    /// <param name="folder">The folder of the sinks' folders.</param>
    /// <param name="round">The round that is over.</param>
    public void Take(string folder, int round)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !Path.GetFileName(file).StartsWith('.')))
        {
            if (!_read.Add(file)) continue;
            foreach (var line in File.ReadLines(file)) Take(line.Split(' '), round);
        }
    }

    /// <summary>All was committed: finds what is missing.</summary>
    /// <param name="read">How many records each region has read, by its accumulator.</param>
    public void Complete(IReadOnlyDictionary<string, long> read)
    {
        foreach (var region in _regions) region.Complete(read[CrashJob.ReadOf(region.Region)]);
    }

    private void Take(string[] words, int round)
    {
        var numbers = words.Skip(1).Select(word => long.Parse(word, CultureInfo.InvariantCulture)).ToArray();
        var region = _regions[numbers[0]];
        switch (words[0])
        {
            case "R": region.Record((int)numbers[1], numbers[2], new Step(numbers[3], numbers[4], numbers[5], numbers[6], numbers[2]), round); break;
            case "T": region.Bucket((int)numbers[1], numbers[2], numbers[3], round); break;
            case "P": region.Fired((int)numbers[1], numbers[2], round); break;
            default: throw new InvalidDataException($"'{string.Join(' ', words)}' is no line of the campaign's job.");
        }
    }
}

/// <summary>What the job's function has emitted for one record: the state of its key after it.</summary>
/// <param name="Number">How many records the key has had.</param>
/// <param name="Sum">The sum of their values.</param>
/// <param name="InBucket">How many of them were in the record's stretch of time.</param>
/// <param name="Set">How many timers of processing time the key has set.</param>
/// <param name="Position">The record's position.</param>
internal readonly record struct Step(long Number, long Sum, long InBucket, long Set, long Position);
