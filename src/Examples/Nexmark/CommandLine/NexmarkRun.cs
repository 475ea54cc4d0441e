using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Nexmark;

/// <summary>Runs a query on an embedded cluster, as often as asked.</summary>
internal static class NexmarkRun
{
    public static async Task ExecuteAsync(
        NexmarkOptions options, ExamplesConsole console, bool verbose, CancellationToken cancellation)
    {
        using var output = options.Output is { } path ? OutputFile.Begin(path) : null;
        var host = await ExampleHost.StartAsync(new HostSettings(options.State, options.Nodes), verbose, cancellation).ConfigureAwait(false);
        await using (host.ConfigureAwait(false))
        {
            for (var run = 1; run <= options.Repeat; run++)
            {
                NexmarkResults results = output is null ? new CountedResults() : new WrittenRows(output.PartsFolder);
                var line = await ExecuteOnceAsync(host.CreateEnvironment(), options, results, console, cancellation).ConfigureAwait(false);
                if (results is WrittenRows rows) Take(rows, run == options.Repeat ? output : null);
                await console.Output.WriteLineAsync(line).ConfigureAwait(false);
            }
        }
    }

    private static async Task<string> ExecuteOnceAsync(
        StreamExecutionEnvironment env,
        NexmarkOptions options,
        NexmarkResults results,
        ExamplesConsole console,
        CancellationToken cancellation)
    {
        NexmarkJob.Build(env, options, results);
        var progress = new JobProgress(console, options.Query, NexmarkSource.EventsAccumulator, options.Events, "M events");
        GC.Collect(); // what an earlier repeat left behind is not this one's to clear away
        var (result, took) = await Measurement.OfAsync(() => JobRun.ToEndAsync(env, options.Query, progress, cancellation)).ConfigureAwait(false);
        return NexmarkReport.Line(options, results.Count(result), took);
    }

    // The output is there as a whole before what it was made of goes.
    private static void Take(WrittenRows rows, OutputFile? output)
    {
        output?.Write(rows.Read().WriteTo);
        rows.Remove();
    }
}
