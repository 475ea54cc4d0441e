using FlowActors.Operators;

namespace FlowActors.Sources;

/// <summary>
/// Says how many records a reader may emit, beside what the reader itself and its subtask decide: a gate, or a limit over several readers. Asked on the
/// subtask's thread, before each run of records and not before each record.
/// </summary>
public abstract class RecordAllowance
{
    /// <summary>Takes leave for records.</summary>
    /// <param name="max">So many at most, above 0.</param>
    /// <returns>
    /// How many may be emitted. 0 when none may: <see cref="SplitOutput{T}.Emit"/> says waiting then, and <see cref="OperatorContext.Wake"/> must be called
    /// when there is leave again.
    /// </returns>
    public abstract int Take(int max);

    /// <summary>Hears what became of the last leave. Not called where a record failed the attempt.</summary>
    /// <param name="taken">What <see cref="Take"/> gave.</param>
    /// <param name="emitted">How many of them were emitted.</param>
    public abstract void Settle(int taken, int emitted);
}
