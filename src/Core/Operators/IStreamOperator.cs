namespace FlowActors.Operators;

/// <summary>
/// One operator of one subtask: the life that the runtime leads it through. All calls come from one thread at a time, never
/// concurrently, and none may block for long unless the operator was marked as blocking.
/// </summary>
/// <remarks>
/// Order of calls: <see cref="Setup"/>, <see cref="Open"/> (tail of the chain first, so that an operator may emit as soon as
/// it is open), then elements, watermarks, barriers and <see cref="Resume"/> in any mixture, <see cref="EndInput"/> once for
/// each input, <see cref="Finish"/> when every subtask of the job has ended its input, and <see cref="Close"/> exactly once,
/// after success, failure and cancel alike. An exception from any of them fails the job and names this operator; after one
/// only <see cref="Close"/> follows.
/// Records arrive through numbered inputs, see <see cref="IInputOperator"/>, and leave through numbered outputs, see
/// <see cref="OperatorContext.GetOutput"/>. A source has no input.
/// </remarks>
public interface IStreamOperator
{
    /// <summary>Hands over the context, before anything else.</summary>
    void Setup(OperatorContext context);

    /// <summary>Makes ready: opens state, connections and files. State that is restored is there when this returns.</summary>
    void Open();

    /// <summary>
    /// An input has ended and everything before its end was processed; a source hears of its own end. The last one follows the
    /// final watermark, and the operator emits what it still holds. Long output
    /// is emitted by <see cref="Resume"/>: register with <see cref="OperatorContext.Suspend"/> and stop when the
    /// quantum says so.
    /// </summary>
    /// <param name="input">The number of the input, from 0.</param>
    void EndInput(int input);

    /// <summary>
    /// Goes on with output that was suspended because an output was full or the quantum was over.
    /// </summary>
    /// <returns>
    /// Done when nothing is left; waiting when there is nothing to do until somebody calls <see cref="OperatorContext.Wake"/>; else
    /// why it stopped again: see <see cref="RunQuantum.Stop"/>.
    /// </returns>
    Progress Resume();

    /// <summary>
    /// A checkpoint's barrier has arrived on all inputs; the operator may still emit before its state is taken.
    /// </summary>
    void PrepareBarrier(long checkpointId);

    /// <summary>Takes the operator's own state into its registered states, directly after <see cref="PrepareBarrier"/>.</summary>
    void Snapshot(long checkpointId);

    /// <summary>The checkpoint is durable: what was prepared for it may be committed. May be called again after a recovery.</summary>
    void CheckpointComplete(long checkpointId);

    /// <summary>The checkpoint will never complete.</summary>
    void CheckpointAborted(long checkpointId);

    /// <summary>
    /// The job has ended well: all subtasks have ended their input. A sink commits here what no checkpoint has. What takes time goes
    /// elsewhere: the operator suspends itself with <see cref="OperatorContext.Suspend"/>, and the subtask has finished when
    /// <see cref="Resume"/> of all that did so is done.
    /// </summary>
    void Finish();

    /// <summary>Frees what <see cref="Open"/> took. Called once, whether the job ended, failed or was cancelled.</summary>
    void Close();
}
