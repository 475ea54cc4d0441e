using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Clicks;

/// <summary>Enriches clicks on an embedded cluster of one node.</summary>
internal static class ClicksRun
{
    public static async Task ExecuteAsync(ClicksOptions options, ExamplesConsole console, bool verbose, CancellationToken cancellation)
    {
        var progress = new JobProgress(console, ClicksJob.Name, EnrichClicks.ClicksAccumulator, options.Clicks, "M clicks");
        var results = await JobRun.OnOneNodeAsync(env => ClicksJob.Build(env, options), ClicksJob.Name, options.State, progress, verbose, cancellation).ConfigureAwait(false);
        await results.WriteAsync(console.Output).ConfigureAwait(false);
    }
}
