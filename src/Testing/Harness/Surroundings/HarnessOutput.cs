using FlowActors.Operators;

namespace FlowActors.Testing;

/// <summary>Records that were emitted and that nobody may change.</summary>
internal interface IEmittedRecords
{
    /// <exception cref="RecordChangedException">Somebody has changed one.</exception>
    void CheckUnchanged(string operatorName);
}

/// <summary>Keeps what an operator emits on one output, after its trip.</summary>
/// <param name="trip">Null for an output whose records are dropped.</param>
/// <param name="elements">Takes them.</param>
/// <param name="emitted">Told of each record.</param>
internal sealed class HarnessOutput<T>(RecordTrip<T>? trip, List<StreamElement> elements, Action emitted) : Output<T>, IEmittedRecords
{
    // Long enough to see an object that is filled again for the next result, short enough to stay fast.
    private List<(T Record, byte[] Print)> _before = [];
    private List<(T Record, byte[] Print)> _now = [];

    public override void Collect(T value, long timestamp)
    {
        if (trip is not null)
        {
            elements.Add(new StreamRecord(trip.Travel(value), timestamp == Timestamps.None ? null : timestamp));
            if (trip.CanChange) _now.Add((value, trip.Print(value)));
        }

        emitted();
    }

    public override void Watermark(long timestamp) => elements.Add(new Watermark(timestamp));

    public override void Status(bool active) => elements.Add(new WatermarkStatus(active));

    public void CheckUnchanged(string operatorName)
    {
        foreach (var (record, print) in _before.Concat(_now))
        {
            if (trip!.Has(record, print)) continue;
            throw new RecordChangedException(
                $"A record of type {typeof(T).Name} was changed after operator '{operatorName}' had emitted it; it is now " +
                $"{ElementText.Of(record)}. Within a node records travel by reference, so nobody may change one after it was emitted: " +
                "emit a new object for each record.");
        }

        (_before, _now) = (_now, _before);
        _now.Clear();
    }
}
