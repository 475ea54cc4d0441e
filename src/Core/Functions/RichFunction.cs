namespace FlowActors.Functions;

/// <summary>
/// User code with a life: one instance for each subtask, opened before the first record and closed after the last, also
/// when the job fails. Fields belong to the subtask and are lost with it; what must survive lives in state. So a factory makes
/// a new one at each call: an object that another subtask, an earlier attempt or an earlier job has had is refused.
/// </summary>
public abstract class RichFunction
{
    /// <summary>Called once before the first record.</summary>
    public virtual void Open(IRuntimeContext context)
    {
    }

    /// <summary>Called once after the last record or a failure.</summary>
    public virtual void Close()
    {
    }
}
