using FlowActors.Functions;
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
    private readonly Dictionary<string, (Type RecordType, List<StreamElement> Elements, object Output)> _tagged = [];

    /// <summary>How many elements there are on all outputs.</summary>
    public int Count => _elements.Sum(e => e.Count) + _tagged.Values.Sum(t => t.Elements.Count);

    /// <summary>What an output has emitted.</summary>
    public IReadOnlyList<StreamElement> Of(int output)
    {
        Check(output);
        return _elements[output];
    }

    /// <summary>What was emitted to a tag; records only, unless the program reads it.</summary>
    /// <exception cref="InvalidOperationException">Records of another type were.</exception>
    public IReadOnlyList<StreamElement> Of(OutputTag tag)
    {
        if (SidePorts.Find(ports, tag, name) is { } output) return _elements[output];
        return Tagged(tag)?.Elements ?? [];
    }

    /// <summary>Drops what has been emitted so far.</summary>
    public void Clear()
    {
        foreach (var elements in _elements) elements.Clear();
        foreach (var tagged in _tagged.Values) tagged.Elements.Clear();
    }

    /// <summary>Where the records of a side output go, whether the program reads it or not.</summary>
    /// <exception cref="InvalidOperationException">It was asked for with another type.</exception>
    public Output<T> Get<T>(OutputTag<T> tag)
    {
        if (SidePorts.Find(ports, tag, name) is { } output) return Get<T>(output);
        if (Tagged(tag) is { } there) return (Output<T>)there.Output;
        var elements = new List<StreamElement>();
        var made = new HarnessOutput<T>(new RecordTrip<T>(serializers.Get<T>()), elements, emitted);
        _emitted.Add(made);
        _tagged.Add(tag.Id, (typeof(T), elements, made));
        return made;
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

    private (Type RecordType, List<StreamElement> Elements, object Output)? Tagged(OutputTag tag)
    {
        if (!_tagged.TryGetValue(tag.Id, out var there)) return null;
        if (there.RecordType == tag.RecordType) return there;
        throw new InvalidOperationException(
            $"Operator '{name}' emits records of {there.RecordType} to the side output '{tag.Id}', not of {tag.RecordType}: an id stands for one type.");
    }

    private void Check(int output)
    {
        if ((uint)output < (uint)ports.Count) return;
        throw new ArgumentOutOfRangeException(nameof(output), output, $"Operator '{name}' has {HarnessTexts.Numbered(ports.Count, "output")}.");
    }
}
