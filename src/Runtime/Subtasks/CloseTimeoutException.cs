using System.Globalization;

namespace FlowActors.Runtime.Subtasks;

/// <summary>An operator did not return from Close in time.</summary>
internal sealed class CloseTimeoutException(string operatorName, SubtaskId subtask, TimeSpan timeout, bool isLeftBehind, Exception? cause) : Exception(
    string.Create(
        CultureInfo.InvariantCulture, $"Operator '{operatorName}', subtask {subtask.Index}, did not return from Close within {timeout.TotalSeconds:0.###} s ") +
    "(flowactors.cancellation.close-timeout) and was interrupted" +
    (isLeftBehind ? ", in vain: its thread is left behind." : "."),
    cause)
{
    /// <summary>True when it had not returned even then.</summary>
    public bool IsLeftBehind => isLeftBehind;

    /// <summary>The name of the operator.</summary>
    public string OperatorName => operatorName;
}
