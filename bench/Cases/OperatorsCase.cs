using FlowActors.Bench.Baselines;
using FlowActors.Bench.Candidates;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Cases;

/// <summary>What a record costs in operators with two inputs, and in such with two outputs.</summary>
internal sealed class OperatorsCase : ComparisonCase
{
    private const long EachSide = 50_000_000;
    private const long Records = 200_000_000;

    public override string Name => "operators";

    public override string Summary => "coMap of two sources, broadcast state, side output; parallelism 1";

    protected override IReadOnlyList<Figure> Figures =>
    [
        new CpuRatio("connect/loop", "connect", "connect loop"),
        new CpuRatio("broadcast/loop", "broadcast", "broadcast loop"),
        new CpuRatio("sideoutput/loop", "sideoutput", "sideoutput loop"),
        new AllocatedBytes("connect-bytes-per-record", "connect"),
    ];

    protected override IReadOnlyList<Contender> CreateContenders()
    {
        var work = new OperatorsWork();
        var connect = new ConnectLoop("connect loop", EachSide, work);
        var broadcast = new BroadcastLoop("broadcast loop", Records, work);
        var sideOutput = new SideOutputLoop("sideoutput loop", Records, work);
        return
        [
            new EngineJob("connect", connect.Records, connect.Expected, new EngineHost(nodes: 1), OperatorsJobs.Connect(work, EachSide)),
            connect,
            new EngineJob("broadcast", Records, broadcast.Expected, new EngineHost(nodes: 1), OperatorsJobs.Broadcast(work, Records)),
            broadcast,
            new EngineJob("sideoutput", Records, sideOutput.Expected, new EngineHost(nodes: 1), OperatorsJobs.SideOutput(work, Records)),
            sideOutput,
        ];
    }
}
