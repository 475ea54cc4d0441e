using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Nexmark;

/// <summary>Makes a stream's events on one thread without the engine: what a query's time is to be compared with.</summary>
internal static class GeneratorRun
{
    private const long EventsBetweenChecks = 4096;

    public static async Task ExecuteAsync(NexmarkOptions options, ExamplesConsole console, CancellationToken cancellation)
    {
        for (var run = 0; run < options.Repeat; run++)
        {
            var (rows, took) = await Measurement.OfAsync(() => Task.Run(() => Make(options, cancellation), cancellation)).ConfigureAwait(false);
            await console.Output.WriteLineAsync(NexmarkReport.Line(options, rows, took)).ConfigureAwait(false);
        }
    }

    /// <returns>How many events were made.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; at most 4,096 events were made after that.</exception>
    private static long Make(NexmarkOptions options, CancellationToken cancellation)
    {
        var generator = new NexmarkGenerator(options.Seed, options.Group, options.Rate);
        Event? last = null;
        for (long position = 0; position < options.Events; position++)
        {
            if (position % EventsBetweenChecks == 0) cancellation.ThrowIfCancellationRequested();
            last = generator.At(position);
        }

        GC.KeepAlive(last);
        return options.Events;
    }
}
