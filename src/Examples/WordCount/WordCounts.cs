using System.Globalization;
using System.Text;

namespace FlowActors.Examples.WordCount;

/// <summary>How often each word occurs, once the job has ended.</summary>
internal sealed class WordCounts
{
    private CollectedResults<KeyValuePair<string, long>>? _results;
    private IReadOnlyList<KeyValuePair<string, long>>? _counts;

    private IReadOnlyList<KeyValuePair<string, long>> Counts => _counts ??= _results!.Values;

    /// <summary>How many different words there are.</summary>
    public int Words => Counts.Count;

    /// <summary>How many words there are in all.</summary>
    public long Occurrences => Counts.Sum(count => count.Value);

    /// <summary>Takes the final count of each word; each word once.</summary>
    public void Take(DataStream<KeyValuePair<string, long>> counts) => _results = counts.Collect();

    /// <summary>The most frequent words, those of the same frequency by ordinal order.</summary>
    public IEnumerable<KeyValuePair<string, long>> Top(int words) => Counts
        .OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal)
        .Take(words);

    /// <summary>Writes all words with their counts, <c>word,count</c> on a line, by ordinal order.</summary>
    public void WriteTo(Stream output)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(false), bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
        foreach (var (word, count) in Counts.OrderBy(count => count.Key, StringComparer.Ordinal))
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{word},{count}"));
    }
}
