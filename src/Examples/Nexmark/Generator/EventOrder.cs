namespace FlowActors.Examples.Nexmark;

/// <summary>Which event stands at which position of the stream, and when it happens.</summary>
internal readonly struct EventOrder
{
    private const long FirstTimestamp = 1_436_918_400_000;
    private readonly bool _inOrder;
    private readonly long _groupSize;
    private readonly Divisor _group;
    private readonly Divisor _rate;

    /// <param name="group">Events are out of order within groups of so many; at most 1 leaves them in order.</param>
    /// <param name="rate">Events a second of event time, at least 1.</param>
    public EventOrder(long group, long rate)
    {
        _inOrder = group <= 1;
        _groupSize = Math.Max(group, 1);
        _group = new Divisor(_groupSize);
        _rate = new Divisor(rate);
    }

    /// <summary>The number of the event at a position.</summary>
    public long NumberAt(long position) => _inOrder
        ? position
        : _group.Quotient(position) * _groupSize + _group.Remainder(position * 953);

    /// <summary>
    /// When event <paramref name="number"/> happens, in ms since the epoch: (number * 1000000 / rate) / 1000 after the first,
    /// which is number * 1000 / rate in whole numbers.
    /// </summary>
    public long TimestampOf(long number) => FirstTimestamp + _rate.Quotient(number * 1000);
}
