using FlowActors.Serialization;

namespace FlowActors.Sources;

/// <summary>What the engine gives an enumerator. Used inside of the enumerator's calls only.</summary>
/// <typeparam name="TSplit">The splits.</typeparam>
public abstract class EnumeratorContext<TSplit>
    where TSplit : ISourceSplit
{
    private protected EnumeratorContext()
    {
    }

    /// <summary>The job's name.</summary>
    public abstract string JobName { get; }

    /// <summary>The name of the source's operator.</summary>
    public abstract string OperatorName { get; }

    /// <summary>How many readers there are, once all are there.</summary>
    public abstract int Parallelism { get; }

    /// <summary>The clock.</summary>
    public abstract TimeProvider Time { get; }

    /// <summary>The subtasks whose readers are there, in order.</summary>
    public abstract IReadOnlyCollection<int> Readers { get; }

    /// <summary>Cancelled when the attempt ends; any thread may look at it.</summary>
    public abstract CancellationToken Closed { get; }

    /// <summary>The serializers of the job.</summary>
    internal abstract SerializerRegistry Serializers { get; }

    /// <summary>Gives a split to a reader, which gets its splits in the order of these calls.</summary>
    /// <exception cref="InvalidOperationException">The reader is not there, or was told that it gets no more; or the split is too large to travel.</exception>
    public abstract void AssignSplit(TSplit split, int subtask);

    /// <summary>Tells a reader that it gets no more splits: once it has read those that it has, it has ended.</summary>
    public abstract void SignalNoMoreSplits(int subtask);

    /// <summary>
    /// Runs a call that takes its time on another thread, which may block, and brings what it gives back as a call of the enumerator.
    /// After the end of the attempt nothing is brought back.
    /// </summary>
    /// <param name="call">The call. It must not touch the enumerator.</param>
    /// <param name="handler">Gets the result, or the exception of the call.</param>
    public abstract void CallAsync<TResult>(Func<CancellationToken, Task<TResult>> call, Action<TResult?, Exception?> handler);

    /// <summary>
    /// As <see cref="CallAsync{TResult}(Func{CancellationToken,Task{TResult}},Action{TResult,Exception})"/>, again and again: the next call begins a period after
    /// the handler of the one before has returned.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="handler">Gets each result, or the exception of a call.</param>
    /// <param name="delay">The time before the first call.</param>
    /// <param name="period">The time before each other; above zero.</param>
    public abstract void CallPeriodically<TResult>(
        Func<CancellationToken, Task<TResult>> call, Action<TResult?, Exception?> handler, TimeSpan delay, TimeSpan period);
}
