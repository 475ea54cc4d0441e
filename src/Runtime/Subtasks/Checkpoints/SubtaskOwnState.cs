using FlowActors.Graph;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Subtasks.Metrics;
using FlowActors.State;

namespace FlowActors.Runtime.Subtasks.Checkpoints;

/// <summary>
/// What checkpoints keep of a subtask beside the state of its operators: accumulators, and the event time of its channels. It lies in the
/// operator state of the head, under names that no operator uses. Used on the subtask's thread.
/// </summary>
internal sealed class SubtaskOwnState
{
    /// <summary>What names of the engine's own states begin with: they are no state of an operator's.</summary>
    private const char Mark = '_';

    /// <summary>Whether a state is the engine's own: it belongs to no function, and is not missed where its operator is gone. Timers are the function's.</summary>
    public static bool Includes(StateHeader state) => state.Key is null && state.Name[0] == Mark;

    private readonly IOperatorListState<SavedAccumulator> _sums;
    private readonly IOperatorListState<SavedChannels> _channels;
    private readonly SubtaskAccumulators _accumulators;
    private readonly SubtaskWiring _wiring;
    private readonly IOperatorListState<SavedOutput> _said;
    private readonly SubtaskPlan _plan;
    private readonly int _subtask;

    public SubtaskOwnState(IOperatorStateStore head, SubtaskAccumulators accumulators, SubtaskWiring wiring, SubtaskPlan plan)
    {
        _said = head.GetUnionListState(ListStateDescriptor<SavedOutput>.OfEngine("_said"));
        _sums = head.GetListState(ListStateDescriptor<SavedAccumulator>.OfEngine("_accumulators"));
        _channels = head.GetUnionListState(ListStateDescriptor<SavedChannels>.OfEngine("_channels"));
        (_accumulators, _wiring, _plan, _subtask) = (accumulators, wiring, plan, plan.Id.Index);
    }

    /// <summary>Puts back what was restored; before the operators open, when the channels are there.</summary>
    public void Restore()
    {
        foreach (var sum in _sums.Get()) _accumulators.Restore(sum.Name, new AccumulatorValue(sum.Long, sum.Double));
        SavedChannels[] saved = [.. _channels.Get()];
        var count = _wiring.ChannelTimes.Count;
        if (saved.Length == 0 || count == 0) return;
        // Where barriers have overtaken what was said of event time, another subtask with the same number had heard something else.
        var mayBeOwn = saved.Length == _plan.Vertex.Parallelism || _plan.Deployment.Restored is not { Metadata.Unaligned: true };
        var own = mayBeOwn ? Array.Find(saved, s => s.Subtask == _subtask) : null;
        _wiring.RestoreTimes(own is not null && saved.All(s => s.Watermarks.Length == count) ? own.ToTimes() : [.. Enumerable.Repeat(SavedChannels.Earliest(saved), count)]);
    }

    /// <summary>
    /// Says again on outgoing edges, behind what was under way, what was said of event time: on the channels of other subtasks than before that may
    /// have been under way. What all had said holds for any.
    /// </summary>
    public void SayAgain(IReadOnlySet<JobEdge> edges)
    {
        foreach (var outgoing in _wiring.Outgoing.Where(o => edges.Contains(o.Edge)))
        {
            var name = InFlightEdge.Of(outgoing.Edge, _plan.Graph).ToString();
            SavedOutput[] said = [.. _said.Get().Where(s => s.Edge == name)];
            if (said.Length > 0) outgoing.Writer.SayAgain(new ChannelTime(said.Min(s => s.Watermark), Array.Exists(said, s => s.IsActive)));
        }
    }

    /// <summary>Puts into the state what there is now.</summary>
    /// <param name="mayOvertake">Whether the barrier overtakes what was said of event time, or may yet.</param>
    public void Snapshot(bool mayOvertake)
    {
        _said.Update(mayOvertake
            ? _wiring.Outgoing.Select(o => new SavedOutput(InFlightEdge.Of(o.Edge, _plan.Graph).ToString(), o.Writer.Said.Watermark, o.Writer.Said.IsActive))
            : []);
        _sums.Update(_accumulators.Values().Select(sum => new SavedAccumulator(sum.Key, sum.Value.Long, sum.Value.Double)));
        var times = _wiring.ChannelTimes;
        _channels.Update(times.Count == 0 ? [] : [new SavedChannels(_subtask, [.. times.Select(t => t.Watermark)], [.. times.Select(t => t.IsActive)])]);
    }
}

/// <summary>A sum as it stands in snapshots.</summary>
internal sealed record SavedAccumulator(string Name, long? Long, double? Double);

/// <summary>What a subtask has said of event time on an edge, as it stands in snapshots.</summary>
internal sealed record SavedOutput(string Edge, long Watermark, bool IsActive);

/// <summary>The event time of a subtask's channels as it stands in snapshots.</summary>
/// <param name="Subtask">The subtask.</param>
/// <param name="Watermarks">The watermark of each channel, in ms.</param>
/// <param name="Active">Whether each was active.</param>
internal sealed record SavedChannels(int Subtask, long[] Watermarks, bool[] Active)
{
    /// <summary>What holds for any channel of any subtask: where others send to others now.</summary>
    public static ChannelTime Earliest(IEnumerable<SavedChannels> all)
    {
        var times = all.SelectMany(s => s.ToTimes()).ToList();
        return new ChannelTime(times.Min(t => t.Watermark), times.Exists(t => t.IsActive));
    }

    /// <summary>By channel.</summary>
    public IReadOnlyList<ChannelTime> ToTimes() => [.. Watermarks.Zip(Active, (watermark, isActive) => new ChannelTime(watermark, isActive))];
}
