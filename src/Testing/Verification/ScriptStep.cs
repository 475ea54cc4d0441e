namespace FlowActors.Testing;

/// <summary>One element of a script.</summary>
/// <param name="Text">What it is, for people.</param>
/// <param name="Do">Gives it to the operator.</param>
internal sealed record ScriptStep(string Text, Action<HarnessGroup> Do)
{
    /// <summary>True where it says something about event time: who is restored hears it again.</summary>
    public bool IsEventTime { get; init; }

    /// <summary>The number of the input, where it is a record.</summary>
    public int? Input { get; init; }

    /// <summary>True where an input ends with it: from here on the operator is not restored.</summary>
    public bool IsEnd { get; init; }
}
