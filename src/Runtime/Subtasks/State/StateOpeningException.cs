using FlowActors.State;

namespace FlowActors.Runtime.Subtasks.State;

/// <summary>A backend could not open the state of a subtask.</summary>
internal sealed class StateOpeningException(string backend, StateScopeSettings settings, Exception cause) : Exception(
    $"The state backend '{backend}' could not open the state of subtask {settings.Subtask} (key groups {settings.KeyGroups}), operators " +
    $"{string.Join(", ", settings.Operators.Select(o => $"'{o.Name}'"))}: {ExceptionText.Message(cause)}",
    cause);
