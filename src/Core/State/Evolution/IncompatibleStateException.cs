namespace FlowActors.State;

/// <summary>
/// State of a snapshot does not fit the program that is to be restored from it. Nothing was read or changed. The message names each state with
/// its operator, what has changed, and what to do.
/// </summary>
public sealed class IncompatibleStateException : InvalidOperationException
{
    /// <summary>An exception without details.</summary>
    public IncompatibleStateException()
    {
    }

    /// <summary>An exception that says what does not fit.</summary>
    public IncompatibleStateException(string message)
        : base(message) => States = [message];

    /// <summary>An exception with the failure that caused it.</summary>
    public IncompatibleStateException(string message, Exception innerException)
        : base(message, innerException) => States = [message];

    internal IncompatibleStateException(IEnumerable<string> states)
        : this([.. states])
    {
    }

    private IncompatibleStateException(string[] states)
        : base(string.Join(Environment.NewLine, states)) => States = states;

    /// <summary>One text for each state that does not fit.</summary>
    public IReadOnlyList<string> States { get; } = [];

    internal static string Describe(StateMatch match) =>
        Describe(match.Written, match.Verdict is StateVerdict.Incompatible incompatible ? incompatible.Reasons : []);

    internal static string Describe(StateHeader written, IEnumerable<StateObstacle> reasons) =>
        $"State '{written.Name}' of operator '{written.OperatorName}' (uid '{written.OperatorUid}') cannot be restored: {string.Join("; ", reasons)}. " +
        "Or give the state another name, under which it starts empty, or restore with the build that wrote it.";
}
