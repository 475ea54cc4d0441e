namespace FlowActors;

/// <summary>The contiguous key groups that one subtask owns, both ends included.</summary>
/// <param name="Start">The first group.</param>
/// <param name="End">The last group; smaller than <paramref name="Start"/> when the range is empty.</param>
public readonly record struct KeyGroupRange(int Start, int End)
{
    /// <summary>How many groups there are.</summary>
    public int Count => Math.Max(0, End - Start + 1);

    /// <summary>Whether the group lies in the range.</summary>
    public bool Contains(int keyGroup) => keyGroup >= Start && keyGroup <= End;

    /// <inheritdoc/>
    public override string ToString() => $"[{Start}, {End}]";
}
