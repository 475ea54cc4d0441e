namespace FlowActors.Sinks;

/// <summary>The two steps of a <see cref="FileSink{T}"/>.</summary>
internal sealed class RollingSink<T>(FileSinkPlan<T> plan) : StatefulCommittingSink<T, OpenPart, ClosedPart>
{
    public override StatefulCommittingSinkWriter<T, OpenPart, ClosedPart> CreateWriter() => new RollingWriter<T>(plan, plan.Encoder());

    public override Committer<ClosedPart> CreateCommitter() => new ClosedPartCommitter(plan.Files, () => plan.Folder);
}
