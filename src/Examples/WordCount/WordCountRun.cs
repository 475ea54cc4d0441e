using FlowActors.Examples.CommandLine;
using FlowActors.Sources;

namespace FlowActors.Examples.WordCount;

/// <summary>Counts the words of texts on an embedded cluster of one node.</summary>
internal static class WordCountRun
{
    /// <summary>Writes the program down, for a look at its plans.</summary>
    public static void Build(StreamExecutionEnvironment env, WordCountOptions options) =>
        WordCountJob.Build(env, options.Text, options.Parallelism, new WordCounts());

    public static async Task ExecuteAsync(
        WordCountOptions options, ExamplesConsole console, bool verbose, CancellationToken cancellation)
    {
        var text = options.Text;
        var progress = new JobProgress(console, WordCountJob.Name, TextFileSource.BytesReadAccumulator, text.TotalBytes, "MB", FromStart: true);
        using var output = options.Output is { } path ? OutputFile.Begin(path, text.FilePaths) : null;

        var host = await ExampleHost.StartAsync(new HostSettings(options.State), verbose, cancellation).ConfigureAwait(false);
        await using (host.ConfigureAwait(false))
        {
            var counts = new WordCounts();
            var env = host.CreateEnvironment();
            if (options.CheckpointInterval is { } interval) env.EnableCheckpointing(interval);
            WordCountJob.Build(env, text, options.Parallelism, counts);
            var result = await JobRun.ToEndAsync(env, WordCountJob.Name, progress, cancellation).ConfigureAwait(false);
            output?.Write(counts.WriteTo);
            await WordTable.WriteAsync([.. counts.Top(options.Top)], console.Output).ConfigureAwait(false);
            await WarnOfInvalidTextAsync(result, console.Error).ConfigureAwait(false);
        }
    }

    /// <summary>Tells of bytes that were no text.</summary>
    public static async Task WarnOfInvalidTextAsync(JobResult result, TextWriter error)
    {
        if (!result.Accumulators.TryGetValue(TextFileSource.InvalidUtf8Accumulator, out var invalid) || invalid is 0L) return;
        await error.WriteLineAsync(
            $"The input has {invalid} sequences of bytes that are not UTF-8, or not what a byte order mark or --encoding says. Each was read " +
            "as U+FFFD, which is no part of a word: check the encoding of the files if the counts matter.").ConfigureAwait(false);
    }
}
