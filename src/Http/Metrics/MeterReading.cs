using System.Diagnostics.Metrics;

namespace FlowActors.Http.Metrics;

/// <summary>
/// Reads the instruments of the meter <c>FlowActors</c> once, as a listener. All of them are observed, so that what they say now is all there is: nothing is kept between two scrapes, and
/// of a subtask that has ended nothing is left.
/// </summary>
internal sealed class MeterReading : IDisposable
{
    private const string MeterName = "FlowActors";

    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, MetricFamily> _families = [];

    public MeterReading()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == MeterName && instrument.IsObservable) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Everything, by name.</summary>
    public IReadOnlyList<MetricFamily> Read()
    {
        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (AggregateException)
        {
            // An instrument that cannot be read is missing; the others were.
        }

        return [.. _families.Values.OrderBy(f => f.Name, StringComparer.Ordinal)];
    }

    public void Dispose() => _listener.Dispose();

    // Several nodes of a process have an instrument of the same name each.
    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (!_families.TryGetValue(instrument.Name, out var family))
            _families.Add(instrument.Name, family = new MetricFamily(instrument.Name, instrument.Description, instrument.GetType().Name.StartsWith("ObservableCounter", StringComparison.Ordinal)));
        family.Samples.Add(new MetricSample(tags.ToArray(), value));
    }
}
