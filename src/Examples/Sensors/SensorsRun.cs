using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Sensors;

/// <summary>Watches sensors on an embedded cluster of one node.</summary>
internal static class SensorsRun
{
    public static async Task ExecuteAsync(SensorsOptions options, ExamplesConsole console, bool verbose, CancellationToken cancellation)
    {
        var progress = new JobProgress(console, SensorsJob.Name, SensorWatch.ReadingsAccumulator, options.Readings, "M readings");
        var host = await ExampleHost.StartAsync(nodes: 1, verbose, cancellation).ConfigureAwait(false);
        await using (host.ConfigureAwait(false))
        {
            var env = host.CreateEnvironment();
            var results = SensorsJob.Build(env, options);
            await JobRun.ToEndAsync(env, SensorsJob.Name, progress, cancellation).ConfigureAwait(false);
            await results.WriteAsync(console.Output).ConfigureAwait(false);
        }
    }
}
