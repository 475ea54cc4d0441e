namespace FlowActors.Operators;

/// <summary>
/// What user code was given and has not returned from, for a failure to show. Nothing holds it unless the application allows
/// failures to show records.
/// </summary>
internal interface IRecordAtHand
{
    /// <summary>The record.</summary>
    object? Record { get; }
}
