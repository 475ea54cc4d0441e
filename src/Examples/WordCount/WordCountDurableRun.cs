using FlowActors.Examples.CommandLine;
using FlowActors.Examples.Durable;
using FlowActors.Sources;

namespace FlowActors.Examples.WordCount;

/// <summary>Counts the words of texts by a job that can be resumed.</summary>
internal static class WordCountDurableRun
{
    /// <summary>The options that may be others at <c>--resume</c>, for people.</summary>
    public static readonly string MayDiffer = ResumeRules.MayDiffer("--top");

    public static async Task ExecuteAsync(
        WordCountOptions options, DurableOptions durable, ExamplesConsole console, bool verbose, CancellationToken cancellation)
    {
        var text = options.Text;
        if (text.TotalBytes is null)
            throw new JobValidationException("Standard input, pipes and devices do not come again: with --data, --savepoint or --from-savepoint name files or folders with --input.");
        using var file = options.Output is { } path ? OutputFile.Begin(path, text.FilePaths) : null;
        var output = file is null ? null : new DurableOutput(file, durable.Data);
        var counts = new WordCounts();
        var job = new DurableJob(
            WordCountJob.Name,
            WordCountJob.ArgumentsOf(options, file?.FullPath, durable),
            steering => new WordCountJob(steering, counts),
            new JobProgress(console, WordCountJob.Name, TextFileSource.BytesReadAccumulator, text.TotalBytes, "MB", FromStart: true))
        {
            MayDiffer = MayDiffer,
            Output = file?.FullPath,
            Begins = () => output?.Clear(),
        };
        await DurableRun.ExecuteAsync(job, durable, new HostSettings(options.State), console, verbose, CompleteAsync, cancellation).ConfigureAwait(false);

        async Task CompleteAsync(DurableEnd end)
        {
            output?.Complete(parts =>
            {
                counts.Read(parts);
                return counts.WriteTo;
            });
            if (end.Took is null) return;
            await WordTable.WriteAsync([.. counts.Top(options.Top)], console.Output).ConfigureAwait(false);
            await WordCountRun.WarnOfInvalidTextAsync(end.Result, console.Error).ConfigureAwait(false);
        }
    }
}
