namespace FlowActors.State;

/// <summary>The namespace of states and timers that have none: takes no room, and the JIT leaves out all that is done with it.</summary>
public readonly struct VoidNamespace;
