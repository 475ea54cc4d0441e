namespace FlowActors.Bench.Campaigns.Crash;

/// <summary>One round: where the process is killed, and what happens before.</summary>
/// <param name="Point">Where.</param>
/// <param name="Nth">At which call there.</param>
/// <param name="Delay">How much later, at points that wait.</param>
/// <param name="Checkpoints">After how many checkpoints, at random points.</param>
/// <param name="FailedRegion">The region that is failed by an exception first; null for none.</param>
/// <param name="Alignment">What barriers do.</param>
/// <param name="Parallelism">Of what is behind the sources.</param>
internal sealed record CrashRound(KillPoint Point, int Nth, int Delay, int Checkpoints, int? FailedRegion, CheckpointAlignment Alignment, int Parallelism);

/// <summary>Draws the rounds of a campaign from its seed: all points in turn, so that a tenth of the rounds is killed at each.</summary>
internal sealed class CrashPlan(ulong seed)
{
    private static readonly KillPoint[] s_points = Enum.GetValues<KillPoint>();

    // Of the subtasks behind the sources: most restores are at another number of them.
    private const int ParallelismMax = 3;

    private readonly Random _random = new(unchecked((int)seed));
    private readonly Random _parallelism = new(unchecked((int)seed + 1));

    public CrashRound Round(int round) => At(s_points[round % s_points.Length], round / s_points.Length);

    /// <summary>One more of a point that was not reached.</summary>
    public CrashRound Again(KillPoint point) => At(point, 1);

    // Three of four rounds without a placed point have one region fail first, the very first of them too: a short campaign has one, and one of 200 rounds 15.
    private CrashRound At(KillPoint point, int turn) => new(
        point,
        Nth(point),
        point switch
        {
            KillPoint.BeforeEvent => _random.Next(0, 6),
            KillPoint.DuringAlignment => _random.Next(5, 40),
            _ => _random.Next(0, 80),
        },
        _random.Next(2, 10),
        point == KillPoint.Random && turn % 4 != 1 ? _random.Next(CrashRecords.Regions) : null,
        point == KillPoint.DuringAlignment ? CheckpointAlignment.Aligned : (CheckpointAlignment)_random.Next(3),
        _parallelism.Next(1, ParallelismMax + 1));

    private int Nth(KillPoint point) => point switch
    {
        KillPoint.Random => 0,
        KillPoint.BetweenBarriers => _random.Next(1, 1_000),
        KillPoint.FrozenWriting => _random.Next(1, 40),
        KillPoint.MidCommit => _random.Next(1, 12),
        KillPoint.DuringRestore => _random.Next(1, 12),
        _ => _random.Next(1, 8),
    };
}
