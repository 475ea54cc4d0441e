namespace FlowActors.Examples.Nexmark;

/// <summary>Makes a stream's events on one thread without the engine: what a query's time is to be compared with.</summary>
internal static class GeneratorRun
{
    private const long EventsBetweenChecks = 4096;

    /// <returns>How many events were made.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; at most 4,096 events were made after that.</exception>
    public static long Execute(NexmarkOptions options, CancellationToken cancellation)
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
