using System.Globalization;

namespace FlowActors.Sources;

/// <summary>A split that is not emitted to its end, and how far it is.</summary>
/// <param name="split">As it was given to the reader.</param>
/// <param name="output">Where its records go.</param>
internal sealed class OpenSplit<T, TSplit>(TSplit split, SplitOutput<T> output)
    where TSplit : ISourceSplit
{
    private long? _position;

    public SplitOutput<T> Output => output;

    /// <summary>The record before this position was emitted.</summary>
    public void Emitted(long positionBehind) => _position = positionBehind;

    /// <summary>The split with its position.</summary>
    public TSplit At(FetchingSource<T, TSplit> source)
    {
        if (_position is not { } position) return split;
        var moved = source.MoveTo(split, position);
        return moved.SplitId == split.SplitId
            ? moved
            : throw new InvalidOperationException($"MoveTo of {source.GetType().Name} gave split '{split.SplitId}' another name, '{moved.SplitId}': the name must stay.");
    }

    /// <summary>For people: its name, and the position from which on it is missing.</summary>
    public override string ToString() =>
        $"split '{split.SplitId}' {(_position is { } position ? string.Create(CultureInfo.InvariantCulture, $"at position {position}") : "as it was assigned")}";
}
