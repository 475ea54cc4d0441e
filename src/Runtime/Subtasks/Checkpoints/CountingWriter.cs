using FlowActors.State;

namespace FlowActors.Runtime.Subtasks.Checkpoints;

/// <summary>Knows whether anything was written: a subtask without state needs no file.</summary>
internal sealed class CountingWriter(IStateWriter target) : IStateWriter
{
    /// <summary>Whether no element has come.</summary>
    public bool IsEmpty { get; private set; } = true;

    public void Add(int state, StateHeader header) => target.Add(state, header);

    public void Write(int state, in StateElement element)
    {
        IsEmpty = false;
        target.Write(state, element);
    }
}
