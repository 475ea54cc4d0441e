using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Clicks;

/// <summary>Enriches clicks on an embedded cluster of one node.</summary>
internal static class ClicksRun
{
    public static async Task ExecuteAsync(ClicksOptions options, ExamplesConsole console, bool verbose, CancellationToken cancellation)
    {
        var progress = new JobProgress(console, ClicksJob.Name, EnrichClicks.ClicksAccumulator, options.Clicks, "M clicks");
        var host = await ExampleHost.StartAsync(nodes: 1, verbose, cancellation).ConfigureAwait(false);
        await using (host.ConfigureAwait(false))
        {
            var env = host.CreateEnvironment();
            var results = ClicksJob.Build(env, options);
            await JobRun.ToEndAsync(env, ClicksJob.Name, progress, cancellation).ConfigureAwait(false);
            await results.WriteAsync(console.Output).ConfigureAwait(false);
        }
    }
}
