using FlowActors.Functions;

namespace FlowActors.Bench.Campaigns.Crash;

/// <summary>Stands in a source's chain: counts what was read, and sees barriers as they leave the source.</summary>
internal sealed class PassingSource(int region, KillSwitch kill) : RichMapFunction<CrashRecord, CrashRecord>, ICheckpointedFunction
{
    private LongCounter? _read;
    private int _subtask;

    public override void Open(IRuntimeContext context)
    {
        _read = context.GetLongCounter(CrashJob.ReadOf(region));
        _subtask = context.SubtaskIndex;
    }

    public override CrashRecord Map(CrashRecord value)
    {
        _read!.Add(1);
        return value;
    }

    public void InitializeState(IFunctionInitializationContext context)
    {
        if (context.RestoredCheckpointId is { } checkpoint) kill.Restores(checkpoint);
    }

    public void SnapshotState(IFunctionSnapshotContext context) => kill.PassesSource(context.CheckpointId, region, _subtask);
}
