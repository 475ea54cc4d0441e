using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Queries;

namespace FlowActors.Runtime.Control.Watching;

/// <summary>A look at some watched keys of one state.</summary>
/// <param name="Job">The job.</param>
/// <param name="Uid">The operator.</param>
/// <param name="State">The state.</param>
/// <param name="Owner">The subtask that has them; null where it is not known, and all of the operator's are looked at.</param>
/// <param name="Keys">The bytes of the keys.</param>
internal sealed record WatchLook(JobId Job, string Uid, string State, SubtaskId? Owner, IReadOnlyList<byte[]> Keys)
{
    /// <summary>What one subtask has of the keys, on its thread.</summary>
    public KeysOfSubtask Read(SubtaskId subtask, StateReader reader) => new(subtask, [.. Keys.Select(key => Read(reader, key))]);

    // Each on its own, so that one that cannot be read takes nothing from the others.
    private KeySight Read(StateReader reader, byte[] key)
    {
        try
        {
            var (outcome, found) = reader.Read(Uid, State, [key]);
            return outcome == QueryOutcome.Answered ? new(outcome, found.Count > 0 ? found[0] : null, null) : new(outcome, null, null);
        }
        catch (Exception e)
        {
            return new(QueryOutcome.Failed, null, e);
        }
    }
}

/// <summary>What one subtask has of the keys that were looked at.</summary>
/// <param name="Subtask">The subtask.</param>
/// <param name="Keys">One for each key, in their order.</param>
internal sealed record KeysOfSubtask(SubtaskId Subtask, IReadOnlyList<KeySight> Keys);

/// <summary>What a subtask has of one key.</summary>
/// <param name="Outcome">Answered, or why it is not.</param>
/// <param name="Reading">What it has; null when the key does not live there.</param>
/// <param name="Failure">What was thrown.</param>
internal readonly record struct KeySight(QueryOutcome Outcome, KeyReading? Reading, Exception? Failure);
