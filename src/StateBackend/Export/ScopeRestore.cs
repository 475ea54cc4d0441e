using FlowActors.State.Scopes;

namespace FlowActors.State.Export;

/// <summary>Takes what one scope has exported into another.</summary>
internal sealed class ScopeRestore(StateScopeSettings settings, Func<string, StateCatalog> catalogOf) : IStateWriter
{
    private readonly Dictionary<int, UnclaimedState> _states = [];

    public void Add(int state, StateHeader header)
    {
        if (settings.Operators.All(o => o.Uid != header.OperatorUid))
        {
            throw new InvalidOperationException(
                $"State '{header.Name}' of operator '{header.OperatorName}' (uid '{header.OperatorUid}') was restored into subtask {settings.Subtask} of " +
                $"vertex {settings.Vertex}, which has no such operator.");
        }

        _states.Add(state, catalogOf(header.OperatorUid).Restore(header));
    }

    public void Write(int state, in StateElement element)
    {
        var restored = _states[state];
        if (restored.Header.Key is not null && !settings.KeyGroups.Contains(element.KeyGroup))
        {
            throw new InvalidOperationException(
                $"State '{restored.Header.Name}' of operator '{restored.Header.OperatorName}' was restored with a key of key group " +
                $"{element.KeyGroup} into subtask {settings.Subtask}, which owns the groups {settings.KeyGroups}.");
        }

        restored.Add(element);
    }
}
