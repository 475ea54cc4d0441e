namespace FlowActors.Sinks;

/// <summary>A writer that may take back what it prepared when the input ended.</summary>
/// <typeparam name="TCommittable">What describes something that was prepared.</typeparam>
internal interface ITakesBack<in TCommittable>
{
    bool TryTakeBack(TCommittable committable);
}
