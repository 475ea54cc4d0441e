namespace FlowActors.Functions;

/// <summary>What user code may know of the subtask that runs it. Used on the subtask's thread.</summary>
public interface IRuntimeContext
{
    /// <summary>The job's name.</summary>
    string JobName { get; }

    /// <summary>The operator's name, as given by <c>WithName</c> or made from its kind.</summary>
    string OperatorName { get; }

    /// <summary>The operator's uid, as given by <c>WithUid</c> or derived from the job graph.</summary>
    string OperatorUid { get; }

    /// <summary>This subtask's number, from 0.</summary>
    int SubtaskIndex { get; }

    /// <summary>How many subtasks the operator has.</summary>
    int Parallelism { get; }

    /// <summary>How many key groups the operator has.</summary>
    int MaxParallelism { get; }

    /// <summary>The number of the attempt, from 1; each restart adds one.</summary>
    int Attempt { get; }

    /// <summary>The clock of the job.</summary>
    TimeProvider Time { get; }

    /// <summary>Metrics of this operator and subtask.</summary>
    IMetricGroup Metrics { get; }

    /// <summary>Cancelled as soon as the attempt ends in failure or cancel, also while user code runs; safe for any thread.</summary>
    CancellationToken Cancelled { get; }

    /// <summary>
    /// The accumulator of that name: each subtask adds to its own, the job client sees the sum over all subtasks and over all
    /// operators that use the name. A name is one kind of number within a job; kinds that meet only between nodes are summed as
    /// floating-point numbers.
    /// </summary>
    /// <param name="name">Not empty.</param>
    /// <exception cref="InvalidOperationException">
    /// The name is that of a <see cref="DoubleCounter"/>, here or in another operator, or all accumulators of the subtask would take
    /// more than 256 KiB, some thousand of them: they are for sums of a whole job.
    /// </exception>
    LongCounter GetLongCounter(string name);

    /// <summary>The accumulator of that name, as <see cref="GetLongCounter"/>, for floating-point numbers.</summary>
    /// <param name="name">Not empty.</param>
    /// <exception cref="InvalidOperationException">As for <see cref="GetLongCounter"/>, the kinds the other way round.</exception>
    DoubleCounter GetDoubleCounter(string name);
}
