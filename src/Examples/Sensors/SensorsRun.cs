using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Sensors;

/// <summary>Watches sensors on an embedded cluster of one node.</summary>
internal static class SensorsRun
{
    public static async Task ExecuteAsync(SensorsOptions options, ExamplesConsole console, bool verbose, CancellationToken cancellation)
    {
        var progress = new JobProgress(console, SensorsJob.Name, SensorWatch.ReadingsAccumulator, options.Readings, "M readings");
        var results = await JobRun.OnOneNodeAsync(env => SensorsJob.Build(env, options), SensorsJob.Name, options.State, progress, verbose, cancellation).ConfigureAwait(false);
        await results.WriteAsync(console.Output).ConfigureAwait(false);
    }
}
