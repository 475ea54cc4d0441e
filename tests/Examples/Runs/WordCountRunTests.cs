using System.Text;
using System.Text.RegularExpressions;
using FlowActors.Examples.WordCount;
using FlowActors.Sources;

namespace FlowActors.Tests.Examples.Runs;

public class WordCountRunTests(OneNode host) : IClassFixture<OneNode>
{
    private static readonly string ShippedText = Path.Combine(AppContext.BaseDirectory, "WordCount", "moby-dick.txt");

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Every_word_of_the_shipped_text_is_counted(int parallelism)
    {
        // Small splits, so that each subtask reads several and words meet across them.
        var text = new TextFileSource([ShippedText], new TextFileSettings { SplitBytes = 64 << 10, BufferBytes = 8 << 10 });
        var counts = new WordCounts();
        var env = host.CreateEnvironment();
        WordCountJob.Build(env, text, parallelism, counts);

        await (await env.ExecuteAsync("wordcount")).WaitForEndAsync();

        using var output = new MemoryStream();
        counts.WriteTo(output);
        Assert.Equal(Expected(), Encoding.UTF8.GetString(output.ToArray()));
        Assert.Equal(KeyValuePair.Create("the", 14_431L), counts.Top(1).Single());
    }

    private static string Expected()
    {
        var lines = Regex.Matches(File.ReadAllText(ShippedText).ToLowerInvariant(), @"[\p{L}\p{Nd}_]+")
            .CountBy(match => match.Value)
            .OrderBy(word => word.Key, StringComparer.Ordinal)
            .Select(word => $"{word.Key},{word.Value}\n");
        return string.Concat(lines);
    }
}
