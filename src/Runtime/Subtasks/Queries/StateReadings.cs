using FlowActors.State;
using FlowActors.State.Scans;

namespace FlowActors.Runtime.Subtasks.Queries;

/// <summary>A state that queries may read, as one subtask has it; schemas as their bytes.</summary>
/// <param name="Attempt">The number of the attempt that the subtask is of.</param>
/// <param name="Uid">The operator's uid.</param>
/// <param name="Operator">The operator's name.</param>
/// <param name="Name">The state's name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Key">The schema of the keys.</param>
/// <param name="MapKey">The schema of the keys of a map; null for other kinds.</param>
/// <param name="Value">The schema of values, elements or values of a map.</param>
/// <param name="Entries">How many keys have something in it here; on disk an estimate.</param>
internal sealed record StateLine(int Attempt, string Uid, string Operator, string Name, StateKind Kind, byte[] Key, byte[]? MapKey, byte[] Value, long Entries);

/// <summary>What one subtask has of one key that lives there; nothing where it has no element.</summary>
/// <param name="Index">Which of the keys that were asked for.</param>
/// <param name="Attempt">The number of the attempt that the subtask is of.</param>
/// <param name="Elements">The value, the elements of the list in their order, or the entries of the map.</param>
internal sealed record KeyReading(int Index, int Attempt, IReadOnlyList<StoredElementBytes> Elements);

/// <summary>What became of a question to one subtask, or to those of one node.</summary>
internal enum QueryOutcome
{
    /// <summary>It was answered.</summary>
    Answered,

    /// <summary>There is no such operator or state here, or it may not be read.</summary>
    Unknown,

    /// <summary>Somebody who would know ends, has not begun yet, or has too much to answer.</summary>
    Busy,

    /// <summary>A key's bytes are none of that state.</summary>
    WrongKey,

    /// <summary>What is there does not fit into an answer.</summary>
    TooLarge,

    /// <summary>It could not be read.</summary>
    Failed,
}

/// <summary>The answer of one subtask to a query.</summary>
/// <param name="Outcome">Whether there is one.</param>
/// <param name="Value">The answer.</param>
/// <param name="Failure">What the query has thrown.</param>
internal readonly record struct QueryAnswer<T>(QueryOutcome Outcome, T? Value, Exception? Failure);

/// <summary>Does a slice of a question to one subtask, on its thread. May throw.</summary>
/// <returns>False when there is more to do: then there is no answer yet.</returns>
internal delegate bool SlicedQuery<T>(StateReader reader, out T answer);
