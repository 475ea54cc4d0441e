namespace FlowActors.Operators;

/// <summary>What fires a timer, for a failure to tell. Used on the subtask's thread.</summary>
internal interface ITimerFiring
{
    /// <summary>The timer, as texts speak of it.</summary>
    string Firing { get; }
}
