using FlowActors.Bench.Baselines;
using FlowActors.Bench.Candidates;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Cases;

/// <summary>What timers cost that are set and taken.</summary>
internal sealed class TimersCase : ComparisonCase
{
    public override string Name => "timers";

    public override string Summary => "1 M timers set and taken on one thread, without a host";

    protected override IReadOnlyList<Figure> Figures =>
    [
        new BestWallRatio("timers/priorityqueue", "timers", "priorityqueue"),
        new RetainedBytes("timers-bytes-per-timer", TimerWorks.Timers, () => new TimerService<long>("full", TimerWorks.OfLongs()).CreateFull()),
    ];

    protected override IReadOnlyList<Contender> CreateContenders() =>
    [
        new TimerService<long>("timers", TimerWorks.OfLongs()),
        new TimerPriorityQueue("priorityqueue", TimerWorks.OfLongs()),
        new TimerService<long>("timers deleted", TimerWorks.OfLongs(deleted: TimerWorks.Timers / 2)),
        new TimerService<string>("timers text", TimerWorks.OfStrings()),
        new TimerService<long>("timers one time", TimerWorks.OfLongs(times: 1)),
    ];
}
