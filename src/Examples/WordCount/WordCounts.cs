using System.Globalization;
using System.Text;

namespace FlowActors.Examples.WordCount;

/// <summary>How often each word occurs, once the job has ended. Thread-safe while subtasks add; read after that.</summary>
internal sealed class WordCounts
{
    private readonly Lock _lock = new();
    private readonly List<KeyValuePair<string, long>> _counts = [];

    /// <summary>How many different words there are.</summary>
    public int Words => _counts.Count;

    /// <summary>How many words there are in all.</summary>
    public long Occurrences => _counts.Sum(count => count.Value);

    /// <summary>Adds what one subtask counted: no other has the same words.</summary>
    public void Add(IReadOnlyCollection<KeyValuePair<string, long>> counts)
    {
        lock (_lock) _counts.AddRange(counts);
    }

    /// <summary>The most frequent words, those of the same frequency by ordinal order.</summary>
    public IEnumerable<KeyValuePair<string, long>> Top(int words) => _counts
        .OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal)
        .Take(words);

    /// <summary>Writes all words with their counts, <c>word,count</c> on a line, by ordinal order.</summary>
    public void WriteTo(Stream output)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(false), bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
        foreach (var (word, count) in _counts.OrderBy(count => count.Key, StringComparer.Ordinal))
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{word},{count}"));
    }
}
