namespace FlowActors.State.Tables;

/// <summary>The namespace of states that have none: takes no room in an entry, and the JIT leaves out all that is done with it.</summary>
internal readonly struct VoidNamespace;
