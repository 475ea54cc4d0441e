namespace FlowActors.Testing;

/// <summary>Runs a script in one way and keeps what the operator emits for each element.</summary>
/// <param name="blueprint">The operator.</param>
/// <param name="settings">Its surroundings.</param>
/// <param name="script">The elements.</param>
/// <param name="variation">The way.</param>
internal sealed class ScriptRun(OperatorBlueprint blueprint, HarnessSettings settings, HarnessScript script, Variation variation)
{
    private readonly EventTimeFilter[] _filters = [.. blueprint.Node.Outputs.Select(_ => new EventTimeFilter())];
    private readonly List<StepOutput> _outputs = [];
    private int _restores;

    /// <summary>The element that it is at, from 0.</summary>
    public int At { get; private set; }

    /// <summary>True when something was emitted for a snapshot.</summary>
    public bool EmitsAtBarriers { get; private set; }

    /// <summary>What was emitted for each element; what was emitted for the snapshot after it and by a restore belongs to it.</summary>
    public IReadOnlyList<StepOutput> Outputs => _outputs;

    /// <summary>Runs the script.</summary>
    /// <returns>This run.</returns>
    public ScriptRun Run()
    {
        var clock = new TestClock((settings.Clock ?? new TestClock()).GetUtcNow());
        var group = new HarnessGroup(blueprint, settings with { Clock = clock, OneSlotOutput = variation.OneSlotOutput, Parallelism = variation.Parallelisms[0] });
        try
        {
            var hasEnded = false;
            for (At = 0; At < script.Steps.Count; At++)
            {
                script.Steps[At].Do(group);
                hasEnded |= script.Steps[At].IsEnd;
                var emitted = Take(group);
                if (variation.Snapshots && !hasEnded)
                {
                    var snapshot = group.Snapshot();
                    Append(emitted, group, records => EmitsAtBarriers |= records);
                    if (variation.RestoresAfter?.Invoke(At) == true)
                    {
                        group.Dispose();
                        group = Restore(snapshot, emitted);
                    }
                }

                _outputs.Add(new StepOutput([.. emitted.Select((subtasks, output) => _filters[output].Filter(subtasks))]));
            }

            return this;
        }
        finally
        {
            group.Dispose();
        }
    }

    private HarnessGroup Restore(OperatorSnapshot snapshot, List<List<IReadOnlyList<StreamElement>>> emitted)
    {
        var parallelism = variation.Parallelisms[++_restores % variation.Parallelisms.Count];
        var group = new HarnessGroup(blueprint, snapshot.Settings with { Snapshot = snapshot, Parallelism = parallelism });
        try
        {
            // Event time comes again from the inputs; what it makes the operator emit was due before.
            foreach (var step in script.Steps.Take(At + 1).Where(s => s.IsEventTime)) step.Do(group);
            Append(emitted, group, _ => { });
            return group;
        }
        catch
        {
            group.Dispose();
            throw;
        }
    }

    private List<List<IReadOnlyList<StreamElement>>> Take(HarnessGroup group)
    {
        var taken = Enumerable.Range(0, _filters.Length)
            .Select(output => group.Subtasks.Select(s => s.SideOutput(output)).ToList())
            .ToList();
        group.ClearOutput();
        return taken;
    }

    // Records only: event time that is said again says nothing new.
    private void Append(List<List<IReadOnlyList<StreamElement>>> emitted, HarnessGroup group, Action<bool> hasRecords)
    {
        var more = Take(group);
        for (var output = 0; output < emitted.Count; output++)
        {
            for (var subtask = 0; subtask < more[output].Count; subtask++)
            {
                StreamElement[] records = [.. more[output][subtask].Where(e => e is StreamRecord)];
                if (records.Length == 0) continue;
                hasRecords(true);
                var target = Math.Min(subtask, emitted[output].Count - 1);
                emitted[output][target] = [.. emitted[output][target], .. records];
            }
        }
    }
}
