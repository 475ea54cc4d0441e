using FlowActors.Sources;

namespace FlowActors.Examples.WordCount;

/// <summary>The program: lines, their words, how often each occurs.</summary>
internal static class WordCountJob
{
    public const string Name = "wordcount";

    public static void Build(StreamExecutionEnvironment env, TextFileSource text, int parallelism, WordCounts counts)
    {
        env.SetParallelism(parallelism);
        counts.Take(env.FromSource(text, "Text File Source").WithUid("text")
            .FlatMap<string>((line, output) =>
            {
                var words = new Words(line);
                while (words.Next() is { } word) output.Collect(word);
            })
            .WithName("Words").WithUid("words")
            .KeyBy(word => word)
            .Count().WithUid("count")
            // Chained behind the count, where all counts of a word are, so that only the final ones leave their subtask.
            .ReinterpretAsKeyed(count => count.Key)
            .Process(() => new LastOfKey<string, KeyValuePair<string, long>>())
            .WithName("Last Counts").WithUid("last-counts"));
    }
}
