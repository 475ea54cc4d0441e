using FlowActors.Functions;
using FlowActors.Operators;

namespace FlowActors.Sinks;

/// <summary>What a writer may know of its subtask, and how it asks for time. Used on the subtask's thread, unless said otherwise.</summary>
public interface ISinkContext : IRuntimeContext
{
    /// <summary>
    /// The job: the same in all attempts of one submission, also when its process was restarted; another one when it is submitted again,
    /// as with a savepoint of an earlier one. Tells what this job has written from what others have.
    /// </summary>
    JobId JobId { get; }

    /// <summary>
    /// The number of this job's checkpoint that the attempt was restored from; null when it began without state, or with a snapshot of
    /// another job, whose numbers say nothing of this one's.
    /// </summary>
    long? RestoredCheckpointId { get; }

    /// <summary>
    /// Takes no more records for now: <see cref="SinkWriter{T}.Resume"/> is called until it is done. It costs no thread; the operators
    /// before the sink come to a stop as their outputs fill up.
    /// </summary>
    void Suspend();

    /// <summary>A way back to the subtask's thread for so many calls that the writer has under way at once.</summary>
    /// <param name="capacity">The number of slots, above 0.</param>
    ICompletions CreateCompletions(int capacity);

    /// <summary>Has <see cref="SinkWriter{T}.Resume"/> called soon; from any thread.</summary>
    void Wake();
}
