namespace FlowActors.Operators;

/// <summary>The output type of operators that have no output: sinks. It has no values worth sending.</summary>
public readonly struct Nothing;
