using System.Globalization;
using System.Text;

namespace FlowActors.Examples.WordCount;

/// <summary>How often each word occurs, once the job has ended. Thread-safe while programs are written down.</summary>
internal sealed class WordCounts
{
    private readonly Lock _lock = new();
    private readonly List<CollectedResults<KeyValuePair<string, long>>> _results = [];
    private IReadOnlyList<KeyValuePair<string, long>>? _counts;

    private IReadOnlyList<KeyValuePair<string, long>> Counts => _counts ??= Collected();

    /// <summary>How many different words there are.</summary>
    public int Words => Counts.Count;

    /// <summary>How many words there are in all.</summary>
    public long Occurrences => Counts.Sum(count => count.Value);

    /// <summary>A count as a line.</summary>
    public static string LineOf(KeyValuePair<string, long> count) => string.Create(CultureInfo.InvariantCulture, $"{count.Key},{count.Value}");

    /// <summary>Takes the final count of each word; each word once.</summary>
    public void Take(DataStream<KeyValuePair<string, long>> counts)
    {
        lock (_lock) _results.Add(counts.Collect());
    }

    /// <summary>Takes the counts that a job has written into a folder.</summary>
    public void Read(string folder) => _counts =
    [
        .. Directory.EnumerateFiles(folder).SelectMany(File.ReadLines).Select(line =>
        {
            var comma = line.LastIndexOf(',');
            return KeyValuePair.Create(line[..comma], long.Parse(line.AsSpan(comma + 1), CultureInfo.InvariantCulture));
        }),
    ];

    /// <summary>The most frequent words, those of the same frequency by ordinal order.</summary>
    public IEnumerable<KeyValuePair<string, long>> Top(int words) => Counts
        .OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal)
        .Take(words);

    /// <summary>Writes all words with their counts, <c>word,count</c> on a line, by ordinal order.</summary>
    public void WriteTo(Stream output)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(false), bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
        foreach (var count in Counts.OrderBy(count => count.Key, StringComparer.Ordinal)) writer.WriteLine(LineOf(count));
    }

    // A registered job is written down several times, and runs as one of them.
    private IReadOnlyList<KeyValuePair<string, long>> Collected()
    {
        lock (_lock) return (_results.Find(results => results.IsComplete) ?? _results[^1]).Values;
    }
}
