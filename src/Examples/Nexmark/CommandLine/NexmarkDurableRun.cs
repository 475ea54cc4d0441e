using FlowActors.Examples.CommandLine;
using FlowActors.Examples.Durable;

namespace FlowActors.Examples.Nexmark;

/// <summary>Runs a query as a job that can be resumed.</summary>
internal static class NexmarkDurableRun
{
    /// <summary>The options that may be others at <c>--resume</c>, for people.</summary>
    public static readonly string MayDiffer = ResumeRules.MayDiffer("--throttle", "--source-parallelism", "--nodes");

    public static async Task ExecuteAsync(
        NexmarkOptions options, DurableOptions durable, ExamplesConsole console, bool verbose, CancellationToken cancellation)
    {
        using var file = options.Output is { } path ? OutputFile.Begin(path) : null;
        var output = file is null ? null : new DurableOutput(file, durable.Data);
        var job = new DurableJob(
            NexmarkJob.Name,
            NexmarkJobArguments.Of(options, file?.FullPath, durable),
            steering => new NexmarkJob(steering),
            new JobProgress(console, options.Query, NexmarkSource.EventsAccumulator, options.Events, "M events"))
        {
            MayDiffer = MayDiffer,
            Output = file?.FullPath,
            Records = options.Events,
            Begins = () => output?.Clear(),
        };
        await DurableRun.ExecuteAsync(job, durable, new HostSettings(options.State, options.Nodes), console, verbose, CompleteAsync, cancellation).ConfigureAwait(false);

        async Task CompleteAsync(DurableEnd end)
        {
            var rows = new CountedResults().Count(end.Result);
            output?.Complete(parts =>
            {
                var written = new WrittenRows(parts).Read();
                rows = written.Count;
                return written.WriteTo;
            });
            if (end.Took is { } took)
                await console.Output.WriteLineAsync(NexmarkReport.Line(options, rows, end.RecordsRead, took)).ConfigureAwait(false);
        }
    }
}
