using System.Globalization;

namespace FlowActors.Examples.WordCount;

/// <summary>Writes words and their counts as a table.</summary>
internal static class WordTable
{
    private const string Header = "word";
    private const int WidthMax = 40;

    public static async Task WriteAsync(IReadOnlyCollection<KeyValuePair<string, long>> counts, TextWriter output)
    {
        if (counts.Count == 0) return;
        var width = Math.Clamp(counts.Max(count => count.Key.Length), Header.Length, WidthMax);
        await output.WriteLineAsync($"{"",5}  {Header.PadRight(width)}  {"count",12}").ConfigureAwait(false);
        var rank = 0;
        foreach (var (word, count) in counts)
        {
            rank++;
            var line = string.Create(CultureInfo.InvariantCulture, $"{rank,5}  {Cut(word).PadRight(width)}  {count,12}");
            await output.WriteLineAsync(line).ConfigureAwait(false);
        }
    }

    // The table is for people; --output has every word whole.
    private static string Cut(string word) => word.Length <= WidthMax ? word : $"{word.AsSpan(0, WidthMax - 3)}...";
}
