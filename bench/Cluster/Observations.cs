using FlowActors.Client.Rescales;

namespace FlowActors.Bench.Cluster;

/// <summary>What happened after a node that takes subtasks was killed: in seconds from the kill on.</summary>
/// <param name="Flow">All subtasks of the sink have records again.</param>
/// <param name="Detected">A node has seen that its process is gone; null where none has.</param>
/// <param name="Failed">The coordinator has taken note.</param>
/// <param name="Placed">All subtasks of the next attempt are at their places.</param>
/// <param name="Restored">All have their state.</param>
/// <param name="Resumed">All run.</param>
internal sealed record KilledWorker(double Flow, double? Detected, double Failed, double Placed, double Restored, double Resumed)
{
    /// <summary>What was waited for, one after the other: detect, down, place, restore, resume, first records.</summary>
    public double[] Parts => [Detected ?? Failed, Detected is { } seen ? Failed - seen : 0, Placed - Failed, Restored - Placed, Resumed - Restored, Flow - Resumed];
}

/// <summary>Slots have moved, or their number has changed, while the job ran.</summary>
/// <param name="Gap">From the last record of the subtask that stood still first to the first one of that which had it last, in seconds.</param>
/// <param name="Told">What is told of it.</param>
internal sealed record MovedSlots(double Gap, RescaleInfo Told);

/// <summary>What happened after the node was killed that had the coordinator and no subtasks.</summary>
/// <param name="Gap">The longest time without records of any subtask of the sink, in seconds.</param>
/// <param name="Checkpoint">After how many seconds the next checkpoint was complete.</param>
/// <param name="Restarts">How often the job was begun anew, which it should not be.</param>
internal sealed record KilledLeader(double Gap, double Checkpoint, int Restarts);
