namespace FlowActors.Bench.Harness;

/// <summary>One way to do the work of a case: a baseline or the engine.</summary>
/// <param name="name">Its name in the table.</param>
/// <param name="records">The records of one run.</param>
/// <param name="expected">What a run must return: a sum over the results that a wrong result changes.</param>
internal abstract class Contender(string name, long records, long expected) : IAsyncDisposable
{
    public string Name { get; } = name;

    public long Records { get; } = records;

    public virtual long Expected { get; } = expected;

    /// <summary>Starts what runs share; not timed. Called once, before the first run.</summary>
    public virtual ValueTask PrepareAsync() => ValueTask.CompletedTask;

    /// <summary>One timed run over all records.</summary>
    public abstract ValueTask<long> RunAsync();

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
