namespace FlowActors.Operators;

/// <summary>A function of ours that only calls one of the user's.</summary>
internal interface IFunctionAdapter
{
    /// <summary>The user's, as the factory gave it.</summary>
    object? Function { get; }
}
