namespace FlowActors.Operators;

/// <summary>
/// Implemented by an operator with state that can say which it keeps without being opened. So a job's present code is compared with a
/// snapshot before anything starts. State that is not declared is compared as the operator opens.
/// </summary>
public interface IDeclaresState
{
    /// <summary>
    /// Registers all states that <see cref="IStreamOperator.Open"/> registers; they are empty. Called behind
    /// <see cref="IStreamOperator.Setup"/> on an operator that is made for this call: nothing else is called, also not
    /// <see cref="IStreamOperator.Close"/>, so that whatever is opened here is closed here. It must not emit, nor open what the operator
    /// reads or writes.
    /// </summary>
    void DeclareState();
}

/// <summary>How operators declare state of which only the user's function knows.</summary>
internal static class StateDeclaration
{
    /// <summary>Opens and closes it: functions register their states as they are opened.</summary>
    public static void ByOpening(IStreamOperator undeclared)
    {
        try
        {
            undeclared.Open();
        }
        finally
        {
            undeclared.Close();
        }
    }
}
