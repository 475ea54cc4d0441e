using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Demo;

/// <summary>Runs the demo until it is told to end.</summary>
internal static class DemoRun
{
    public static async Task ExecuteAsync(DemoOptions options, ExamplesConsole console, bool verbose, CancellationToken cancellation)
    {
        var host = await ExampleHost.StartAsync(
            logs => new EmbeddedOptions { LoggerFactory = logs, Configuration = options.Configuration }.AddJob(DemoJob.Name, () => new DemoJob()),
            verbose,
            cancellation).ConfigureAwait(false);
        await using (host.ConfigureAwait(false))
        {
            var server = await FlowActorsHttpServer.StartAsync(host.Host, options.Port, cancellationToken: cancellation).ConfigureAwait(false);
            await using (server.ConfigureAwait(false))
            {
                var job = await host.Host.SubmitAsync(DemoJob.Name, DemoJob.ArgumentsOf(options), cancellationToken: cancellation).ConfigureAwait(false);
                await console.Output.WriteLineAsync(TextOf(server.Address)).ConfigureAwait(false);
                await console.Output.FlushAsync(cancellation).ConfigureAwait(false);
                await EndAsync(job, console, cancellation).ConfigureAwait(false);
            }
        }
    }

    // The job has no end: it fails, or somebody ends it over HTTP; what is served then goes on.
    private static async Task EndAsync(IJobClient job, ExamplesConsole console, CancellationToken cancellation)
    {
        try
        {
            try
            {
                await job.WaitForEndAsync(cancellation).ConfigureAwait(false);
            }
            catch (JobCancelledException)
            {
                // As somebody has asked for.
            }

            await console.Output.WriteLineAsync("The job 'demo' has ended, as somebody asked for. Ctrl-C ends what is served.").ConfigureAwait(false);
            await console.Output.FlushAsync(cancellation).ConfigureAwait(false);
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ctrl-C is how it ends.
        }
    }

    private static string TextOf(Uri address) =>
        $"""
        The job 'demo' runs, and is served at {address}. Ctrl-C ends it.

          curl {address}jobs/demo/state
          curl {address}jobs/demo/operators/bids-total/state/count/{DemoJob.All}
          curl '{address}jobs/demo/operators/bids-by-auction/state/count?keys=1000,1001,1002'
        """;
}
