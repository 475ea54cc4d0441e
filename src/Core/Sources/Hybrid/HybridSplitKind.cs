namespace FlowActors.Sources;

/// <summary>What a hybrid split says.</summary>
internal enum HybridSplitKind
{
    /// <summary>A split of the stage's source.</summary>
    Split,

    /// <summary>The stage begins for this reader. What it had of earlier stages has come before.</summary>
    Begin,

    /// <summary>The reader gets no more splits of the stage.</summary>
    NoMore,
}
