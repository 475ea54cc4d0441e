using FlowActors.State;

namespace FlowActors.Runtime.Checkpoints.Reading;

/// <summary>Some of a state lies in a checkpoint as an earlier type wrote it, as the subtask that has it had not asked for it yet.</summary>
internal sealed class OtherFormException(StateHeader header) : Exception(
    $"Some of state '{header.Name}' of operator '{header.OperatorUid}' lies there as an earlier type of its values wrote it. " +
    "Read another checkpoint, taken after the operator has used the state.");
