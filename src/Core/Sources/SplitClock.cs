using FlowActors.Operators;

namespace FlowActors.Sources;

/// <summary>The event time of one split, and since when it has had nothing.</summary>
/// <param name="name">The split's name.</param>
/// <param name="clock">Its event time.</param>
internal sealed class SplitClock<T>(string name, StreamClock<T> clock)
{
    /// <summary>For a split that has not been found without records yet.</summary>
    public const long Never = long.MaxValue;

    public string Name => name;

    public StreamClock<T> Clock => clock;

    /// <summary>When the reader was first found to have nothing of it since its last record, in ms since 1970.</summary>
    public long EmptySince { get; set; } = Never;

    /// <summary>True while its records must wait, as for a rate.</summary>
    public bool IsPaused { get; set; }
}
