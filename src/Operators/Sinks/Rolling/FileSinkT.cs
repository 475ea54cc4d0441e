using FlowActors.Operators;

namespace FlowActors.Sinks;

/// <summary>
/// Writes records into files of a folder, exactly once (Flink's <c>FileSink</c>). A file is written under a hidden name that begins with a dot,
/// is complete when the <see cref="RollingPolicy"/> says so, and gets its name when the next checkpoint is complete. So what is visible is whole, and belongs to
/// a checkpoint that can be restored. Immutable; made by <see cref="FileSink"/>.
/// </summary>
/// <remarks>
/// <para>Names are unique: <c>part-subtask-writer-number</c>, where each writer has a random id. A file that was visible is never changed
/// or removed. Files that other jobs write into the same folder are left alone.</para>
/// <para>A job without checkpoints shows its files when it ends well. After a restart, a file that was written on at the checkpoint ends where it
/// was then, and its records come into sight with the next checkpoint.</para>
/// <para>A snapshot names the files that it needs. One that is not there fails the job, with its name; so does a restore to another
/// folder. The folder must be one file system, with renames that are done at once or not at all, and must keep what is flushed.</para>
/// <para>Writers flush to the disk at each barrier: mark the sink with <c>Blocking()</c> where disks are slow.</para>
/// </remarks>
/// <typeparam name="T">The records.</typeparam>
public sealed class FileSink<T> : Sink<T>
{
    private readonly FileSinkPlan<T> _plan;
    private readonly RollingSink<T> _sink;

    internal FileSink(FileSinkPlan<T> plan)
    {
        _plan = plan;
        _sink = new RollingSink<T>(plan);
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<Type> StateTypes => _sink.StateTypes;

    /// <inheritdoc/>
    internal override IReadOnlyList<object> UserCode => [.. _plan.UserCode, .. _plan.Buckets.UserCode];

    /// <summary>The same sink with another policy of when a file ends. Default: <see cref="RollingPolicy.Default"/>.</summary>
    public FileSink<T> WithRolling(RollingPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return new FileSink<T>(_plan with { Rolling = policy });
    }

    /// <summary>The same sink with folders in its folder. Default: <see cref="BucketAssigner.None"/>.</summary>
    public FileSink<T> WithBuckets(BucketAssigner<T> buckets)
    {
        ArgumentNullException.ThrowIfNull(buckets);
        return new FileSink<T>(_plan with { Buckets = buckets });
    }

    /// <summary>The same sink with other names of files: <c>prefix-subtask-writer-number</c> and the suffix.</summary>
    /// <param name="prefix">Not empty, and not beginning with a dot. Default: <c>part</c>.</param>
    /// <param name="suffix">Such as <c>.jsonl</c>. Default: empty.</param>
    public FileSink<T> WithFileNames(string prefix = FileSinkPlan.DefaultPrefix, string suffix = "")
    {
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentNullException.ThrowIfNull(suffix);
        return new FileSink<T>(_plan with { Prefix = prefix, Suffix = suffix });
    }

    /// <inheritdoc/>
    public override void Validate(int parallelism) => _plan.Validate();

    /// <summary>The folder and everything in it, so that no other sink of the job writes there.</summary>
    public override IEnumerable<string> ExclusiveTargets(int parallelism) => [_plan.Folder, _plan.Folder + Path.DirectorySeparatorChar];

    /// <inheritdoc/>
    public override SinkWriter<T> CreateWriter() => _sink.CreateWriter();

    /// <inheritdoc/>
    internal override void DeclareState(OperatorContext context) => _sink.DeclareState(context);

    /// <inheritdoc/>
    internal override WriterState? CreateState(SinkWriter<T> writer, OperatorContext context) => _sink.CreateState(writer, context);

    /// <inheritdoc/>
    internal override SinkCommits? CreateCommits(SinkWriter<T> writer, OperatorContext context) => _sink.CreateCommits(writer, context);
}
