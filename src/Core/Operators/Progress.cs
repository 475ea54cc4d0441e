namespace FlowActors.Operators;

/// <summary>
/// How far a piece of work has come: the one vocabulary of whatever stops and goes on again, from a source's reader and an operator
/// that resumes to the run of a subtask.
/// </summary>
public enum Progress
{
    /// <summary>Nothing is left, and nothing will come.</summary>
    Done,

    /// <summary>There is more; it stopped because the time of this run is up or somebody wants to speak to the subtask. Go on in the next run.</summary>
    Yielded,

    /// <summary>There is more; it stopped because an output is full. Go on when that has room again.</summary>
    OutputFull,

    /// <summary>
    /// Nothing to do now: whoever has something calls <see cref="OperatorContext.Wake"/>. Until then it costs no processor time.
    /// </summary>
    Waiting,
}
