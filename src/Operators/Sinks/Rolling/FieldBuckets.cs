namespace FlowActors.Sinks;

/// <summary>Folders that a function names.</summary>
internal sealed class FieldBuckets<T>(Func<T, string> folder) : BucketAssigner<T>
{
    public override string BucketOf(T value, long timestamp, TimeProvider time) => folder(value);

    internal override IReadOnlyList<object> UserCode => [folder];
}
