using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Serialization;

namespace FlowActors.Testing;

/// <summary>What an operator has emitted, by the number of the output, in order.</summary>
/// <param name="name">The operator's name, for errors.</param>
/// <param name="ports">Its outputs.</param>
/// <param name="serializers">Records go through them.</param>
/// <param name="emitted">Told of each record.</param>
internal sealed class HarnessOutputs(string name, IReadOnlyList<OutputPort> ports, SerializerRegistry serializers, Action emitted) : IEventTime
{
    private readonly List<StreamElement>[] _elements = [.. ports.Select(_ => new List<StreamElement>())];
    private readonly List<IEmittedRecords> _emitted = [];

    /// <summary>How many elements there are on all outputs.</summary>
    public int Count => _elements.Sum(e => e.Count);

    /// <summary>What an output has emitted.</summary>
    public IReadOnlyList<StreamElement> Of(int output)
    {
        Check(output);
        return _elements[output];
    }

    /// <summary>Drops what has been emitted so far.</summary>
    public void Clear()
    {
        foreach (var elements in _elements) elements.Clear();
    }

    /// <summary>Where the records of an output go.</summary>
    public Output<T> Get<T>(int output)
    {
        if (ports.Count == 0 && typeof(T) == typeof(Nothing)) return new HarnessOutput<T>(null, [], emitted);
        Check(output);
        if (ports[output].RecordType != typeof(T))
        {
            throw new InvalidOperationException(
                $"Operator '{name}' asks for output {output} with records of {typeof(T)}, and it was declared with {ports[output].RecordType}.");
        }

        var made = new HarnessOutput<T>(new RecordTrip<T>(serializers.Get<T>()), _elements[output], emitted);
        _emitted.Add(made);
        return made;
    }

    /// <summary>Checks that nobody has changed a record that was emitted in this call or in the one before.</summary>
    /// <exception cref="RecordChangedException">Somebody has.</exception>
    public void CheckUnchanged()
    {
        foreach (var records in _emitted) records.CheckUnchanged(name);
    }

    public void Watermark(long timestamp)
    {
        foreach (var elements in _elements) elements.Add(new Watermark(timestamp));
    }

    public void Status(bool active)
    {
        foreach (var elements in _elements) elements.Add(new WatermarkStatus(active));
    }

    private void Check(int output)
    {
        if ((uint)output < (uint)ports.Count) return;
        throw new ArgumentOutOfRangeException(nameof(output), output, $"Operator '{name}' has {HarnessTexts.Numbered(ports.Count, "output")}.");
    }
}
