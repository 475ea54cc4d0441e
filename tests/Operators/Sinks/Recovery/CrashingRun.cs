using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sinks.Recovery;

/// <summary>
/// Runs a job of a sink to its end, from the position of the last completed checkpoint: some checkpoints complete, one is aborted, the last one
/// comes behind the end of the input.
/// </summary>
internal static class CrashingRun
{
    public const int Records = 24;
    private const int Aborted = 13;
    private static readonly int[] Barriers = [6, Aborted, 17, 20];

    /// <summary>Goes on, and ends the job.</summary>
    public static void ToEnd(SinkJob<int> job, int parallelism)
    {
        job.Start(parallelism);
        for (var position = job.Completed?.Position ?? 0; position < Records; position++)
        {
            job.Write(position % parallelism, position);
            if (!Barriers.Contains(position)) continue;
            var checkpoint = job.Barrier(position + 1);
            if (position != Aborted) job.Complete(checkpoint);
        }

        job.EndInput();
        job.Checkpoint(Records);
        job.Finish();
        job.Close();
    }

    /// <summary>Every record once.</summary>
    public static void AssertComplete(IEnumerable<string> lines) =>
        Assert.Equal(Enumerable.Range(0, Records), lines.Select(line => int.Parse(line, System.Globalization.CultureInfo.InvariantCulture)).Order());
}
