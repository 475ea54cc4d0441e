namespace FlowActors.Examples.Nexmark;

/// <summary>
/// The positions of the stream that one source subtask serves: with parallelism p, subtask k has those whose remainder
/// modulo p is k.
/// </summary>
internal readonly record struct SubtaskPositions
{
    private readonly int _subtask;
    private readonly int _parallelism;

    /// <param name="subtask">From 0 to <paramref name="parallelism"/> - 1.</param>
    /// <param name="parallelism">Of the source.</param>
    /// <param name="events">The length of the whole stream.</param>
    public SubtaskPositions(int subtask, int parallelism, long events)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(subtask);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(subtask, parallelism);
        ArgumentOutOfRangeException.ThrowIfNegative(events);
        (_subtask, _parallelism) = (subtask, parallelism);
        Count = CountBelow(events);
    }

    /// <summary>How many positions these are.</summary>
    public long Count { get; }

    /// <summary>How many of all positions below the given one the subtask serves.</summary>
    public long CountBelow(long position) => position <= _subtask ? 0 : ((position - _subtask - 1) / _parallelism) + 1;

    /// <summary>The position that the subtask serves after <paramref name="index"/> others.</summary>
    public long this[long index] => index * _parallelism + _subtask;
}
