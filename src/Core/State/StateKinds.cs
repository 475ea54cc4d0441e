namespace FlowActors.State;

/// <summary>Kinds of state in messages.</summary>
internal static class StateKinds
{
    /// <summary>The kind, as messages speak of it.</summary>
    public static string TextOf(StateKind kind) => kind switch
    {
        StateKind.OperatorList => "operator list",
        StateKind.UnionList => "union list",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
