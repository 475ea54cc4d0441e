using FlowActors.Runtime.Checkpoints.Coordination;
using static FlowActors.Runtime.Checkpoints.Coordination.CheckpointMessages;

namespace FlowActors.Runtime.Tests.Checkpoints.Coordination;

/// <summary>
/// A core and the job of the examples: source 0 with two subtasks, map 1 that each source subtask sends to alone, sink 2 that all maps
/// send to. Enumerators answer at once, unless told otherwise.
/// </summary>
internal sealed class CheckpointDriver
{
    public static readonly CheckpointGraph Graph = new(
        [new CheckpointVertex(0, 0, 2, IsSource: true), new CheckpointVertex(1, 0, 2, IsSource: false), new CheckpointVertex(2, 0, 1, IsSource: false)],
        s => s.Vertex switch
        {
            0 => [],
            1 => [new SubtaskNumber(0, s.Index)],
            _ => [new SubtaskNumber(1, 0), new SubtaskNumber(1, 1)],
        });

    public static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly CheckpointCore _core;

    public CheckpointDriver(CheckpointSettings? settings = null, IEnumerable<ICheckpointEvent>? journal = null, bool starts = true)
    {
        _core = new CheckpointCore(settings ?? new CheckpointSettings { Interval = TimeSpan.FromSeconds(10) }, Graph);
        foreach (var decision in journal ?? []) _core.Replay(decision);
        var files = _core.Record.Kept.ToDictionary(c => c.Id, c => (IReadOnlyList<FileReference>)[c.Metadata, new FileReference($"{c.Id}-0-0-1", 10)]);
        Take(_core.Start(files, Now));
        if (starts) Say(new RegionStarted(0, 1, []));
    }

    public static IReadOnlyList<SubtaskNumber> All => Graph.Subtasks;

    public DateTimeOffset Now { get; private set; } = Noon;

    public CheckpointCore Core => _core;

    public List<ICheckpointEvent> Journal { get; } = [];

    /// <summary>What the last message has led to.</summary>
    public IReadOnlyList<CheckpointEffect> Effects { get; private set; } = [];

    public List<CheckpointEffect> AllEffects { get; } = [];

    public bool AnswersForEnumerators { get; set; } = true;

    /// <summary>The number of the last checkpoint that was triggered.</summary>
    public long Last => AllEffects.OfType<CheckpointEffect.SnapshotEnumerators>().Select(e => e.Checkpoint)
        .Concat(AllEffects.OfType<CheckpointEffect.EnterBarrier>().Select(e => e.Checkpoint)).DefaultIfEmpty().Max();

    public IReadOnlyList<T> Got<T>()
        where T : CheckpointEffect => [.. Effects.OfType<T>()];

    public IReadOnlyList<string> Deleted => [.. Got<CheckpointEffect.Delete>().SelectMany(d => d.Files)];

    public void Say(ICheckpointMessage message)
    {
        Take(_core.Handle(message, Now));
        if (!AnswersForEnumerators) return;
        var first = Effects;
        foreach (var asked in first.OfType<CheckpointEffect.SnapshotEnumerators>())
        {
            foreach (var vertex in asked.Vertices)
                Take(_core.Handle(new EnumeratorTaken(asked.Checkpoint, asked.Kind, Attempt, new EnumeratorPart(vertex, [new FileReference($"{asked.Checkpoint}-e{vertex}", 1)])), Now));
        }

        Effects = [.. first, .. first.SequenceEqual(Effects) ? [] : Effects];
    }

    public int Attempt => _core.Record is null ? 0 : Started;

    public int Started { get; set; } = 1;

    public void Pass(double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        Say(new TimePassed());
    }

    public long Request(CheckpointKind kind, long request = 1)
    {
        Say(new RequestCheckpoint(request, kind, kind.IsSavepoint ? "/savepoints/1" : null));
        return Last;
    }

    public void Acknowledge(long checkpoint, SubtaskNumber subtask, CheckpointKind kind = CheckpointKind.Checkpoint, params FileReference[] state) => Say(
        new Acknowledged(checkpoint, kind, Started, new SubtaskPart(subtask, state.Length > 0 ? state : [new FileReference($"{checkpoint}-{subtask.Vertex}-{subtask.Index}-{Started}", 10)])));

    public void AcknowledgeAll(long checkpoint, CheckpointKind kind = CheckpointKind.Checkpoint)
    {
        foreach (var subtask in All) Acknowledge(checkpoint, subtask, kind);
    }

    public void Complete(long checkpoint, CheckpointKind kind = CheckpointKind.Checkpoint)
    {
        AcknowledgeAll(checkpoint, kind);
        Say(new MetadataWritten(checkpoint, new FileReference($"{checkpoint}-meta", 5)));
    }

    public void EndLease(long checkpoint, string reader, double? nextSeconds = null) =>
        Take(_core.EndLease(checkpoint, reader, nextSeconds is { } seconds ? Now.AddSeconds(seconds) : null, Now));

    private void Take(CheckpointStep step)
    {
        Journal.AddRange(step.Events);
        Effects = step.Effects;
        AllEffects.AddRange(step.Effects);
    }
}
