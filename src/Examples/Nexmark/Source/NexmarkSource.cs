using FlowActors.Sources;

namespace FlowActors.Examples.Nexmark;

/// <summary>The events of the auction house; every subtask makes its share.</summary>
/// <param name="generator">Makes the events.</param>
/// <param name="events">How many.</param>
/// <param name="throttle">Events a second of wall time over all subtasks together; 0 sets no limit.</param>
internal sealed class NexmarkSource(NexmarkGenerator generator, long events, long throttle) : Source<Event>
{
    /// <summary>The accumulator of the events that were made.</summary>
    public const string EventsAccumulator = "nexmarkEvents";

    public override Boundedness Boundedness => Boundedness.Bounded;

    public override SourceReader<Event> CreateReader() => new NexmarkReader(generator, events, throttle);
}
