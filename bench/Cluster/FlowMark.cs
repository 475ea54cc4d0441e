using System.Globalization;

namespace FlowActors.Bench.Cluster;

/// <summary>Records have come to a subtask of the sink. A line on the standard output of its process.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Subtask">The subtask.</param>
/// <param name="At">When, by the machine's monotonic clock, which all processes share.</param>
/// <param name="Records">How many, this one included, since it has said so before.</param>
internal readonly record struct FlowMark(int Attempt, int Subtask, long At, long Records)
{
    private const string Word = "flow";

    public string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{Word} {Attempt} {Subtask} {At} {Records}");

    /// <summary>Reads a line; null where it is another one.</summary>
    public static FlowMark? TryParse(string line)
    {
        if (line.Split(' ') is not [Word, var attempt, var subtask, var at, var records]) return null;
        var culture = CultureInfo.InvariantCulture;
        return new FlowMark(int.Parse(attempt, culture), int.Parse(subtask, culture), long.Parse(at, culture), long.Parse(records, culture));
    }
}
