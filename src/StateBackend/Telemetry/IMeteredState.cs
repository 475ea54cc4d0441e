namespace FlowActors.State.Telemetry;

/// <summary>State that has metrics; a scope may be such, and the tables below it.</summary>
internal interface IMeteredState
{
    /// <summary>Called once, when it was opened and before anything is restored or registered. What comes later may be added later.</summary>
    void Publish(IStateMetrics metrics);
}
