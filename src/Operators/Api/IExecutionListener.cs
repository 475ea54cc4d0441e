namespace FlowActors;

/// <summary>Hears of each time that the program it belongs to is executed.</summary>
internal interface IExecutionListener
{
    /// <summary>The program is about to be submitted.</summary>
    void Submitting();

    /// <summary>It was accepted.</summary>
    void Accepted(IJobClient job);

    /// <summary>It was refused, or nobody answered: nothing has begun.</summary>
    void Refused();
}
