namespace FlowActors.Examples.Nexmark;

/// <summary>
/// The rows of a query's result in the form in which results are compared: one line each, sorted by the order of their bytes.
/// For one thread.
/// </summary>
internal sealed class NexmarkRows
{
    private readonly RowWriter _writer = new();
    private readonly List<byte[]> _lines = [];

    /// <summary>How many rows there are.</summary>
    public int Count => _lines.Count;

    /// <summary>Adds a row.</summary>
    public void Add<TRow>(TRow row)
        where TRow : INexmarkRow => _lines.Add(_writer.Line(row));

    /// <summary>Adds rows that are lines already, each ended by a line feed.</summary>
    public void AddLines(ReadOnlySpan<byte> lines)
    {
        while (lines.IndexOf((byte)'\n') is >= 0 and var end)
        {
            _lines.Add(lines[..(end + 1)].ToArray());
            lines = lines[(end + 1)..];
        }
    }

    /// <summary>The sorted lines, each ended by a line feed.</summary>
    public IReadOnlyList<byte[]> Sorted()
    {
        _lines.Sort(static (left, right) => left.AsSpan().SequenceCompareTo(right));
        return _lines;
    }

    /// <summary>Writes the sorted lines.</summary>
    public void WriteTo(Stream output)
    {
        foreach (var line in Sorted()) output.Write(line);
    }
}
