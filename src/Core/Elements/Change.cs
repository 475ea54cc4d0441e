namespace FlowActors;

/// <summary>What a <see cref="Change{T}"/> does to a table.</summary>
public enum ChangeKind : byte
{
    /// <summary>A new row.</summary>
    Insert = 0,

    /// <summary>The row as it was before an update; always followed by <see cref="UpdateAfter"/>.</summary>
    UpdateBefore = 1,

    /// <summary>The row as it is after an update.</summary>
    UpdateAfter = 2,

    /// <summary>The row is gone.</summary>
    Delete = 3,
}

/// <summary>
/// The one changelog type: a stream of changes is a table in motion. An operator that updates its results offers them as
/// changes, and an operator that cannot take retractions refuses such a stream when the job is built.
/// </summary>
/// <typeparam name="T">The row.</typeparam>
/// <param name="Kind">What happens to the row.</param>
/// <param name="Value">The row.</param>
public readonly record struct Change<T>(ChangeKind Kind, T Value)
{
    /// <summary>True for the two kinds that take a row away.</summary>
    public bool IsRetraction => Kind is ChangeKind.UpdateBefore or ChangeKind.Delete;
}

/// <summary>Makes changes without naming their type argument.</summary>
public static class Change
{
    /// <summary>A new row.</summary>
    public static Change<T> Insert<T>(T value) => new(ChangeKind.Insert, value);

    /// <summary>A row as it was before its update.</summary>
    public static Change<T> UpdateBefore<T>(T value) => new(ChangeKind.UpdateBefore, value);

    /// <summary>A row as it is after its update.</summary>
    public static Change<T> UpdateAfter<T>(T value) => new(ChangeKind.UpdateAfter, value);

    /// <summary>A row that is gone.</summary>
    public static Change<T> Delete<T>(T value) => new(ChangeKind.Delete, value);
}
