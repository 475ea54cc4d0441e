using FlowActors.Sources;

namespace FlowActors.Examples.Nexmark;

/// <summary>The events of the auction house; every subtask makes its share, and a restore leaves the shares as they were.</summary>
/// <param name="generator">Makes the events.</param>
/// <param name="events">How many.</param>
/// <param name="throttle">Events a second of wall time over all subtasks together; 0 sets no limit.</param>
/// <param name="stopAfter">Events from this position on are not made, and the stream does not end before them; null makes all.</param>
internal sealed class NexmarkSource(NexmarkGenerator generator, long events, long throttle, long? stopAfter = null) : Source<Event, NumberedSplit>
{
    /// <summary>The accumulator of the events that were made.</summary>
    public const string EventsAccumulator = "nexmarkEvents";

    public override Boundedness Boundedness => Boundedness.Bounded;

    public override SplitEnumerator<NumberedSplit> CreateEnumerator() =>
        new ShareEnumerator<NumberedSplit>(parallelism => NumberedSplit.Shares(parallelism, events));

    public override SourceReader<Event, NumberedSplit> CreateReader() => new NumberedReader<Event, Events>(
        _ => new Events(generator), throttle > 0 ? throttle : null, context => context.GetLongCounter(EventsAccumulator).Add, stopAfter ?? long.MaxValue);

    private readonly struct Events(NexmarkGenerator generator) : INumberedRecords<Event>
    {
        public Event At(long number) => generator.At(number);
    }
}
