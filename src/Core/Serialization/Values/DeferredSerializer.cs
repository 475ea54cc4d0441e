namespace FlowActors.Serialization;

/// <summary>
/// Stands for the serializer of a type within that type. Every cycle of types passes through one, so this is also where
/// the depth of values is bounded.
/// </summary>
internal sealed class DeferredSerializer<T> : EngineSerializer<T>, IDeferredSerializer
{
    private TypeSerializer<T>? _target;

    TypeSerializer IDeferredSerializer.Target
    {
        get => _target!;
        set => _target = (TypeSerializer<T>)value;
    }

    internal override bool IsShallowlyImmutable => true;

    internal override IReadOnlyList<TypeSerializer> Nested => [_target!];

    public override void Serialize(ByteWriter writer, T value)
    {
        if (!writer.TryEnter()) throw DepthLimit.Exceeded(typeof(T));
        try
        {
            _target!.Serialize(writer, value);
        }
        finally
        {
            writer.Leave();
        }
    }

    public override T Deserialize(ref ByteReader reader)
    {
        if (!reader.TryEnter()) throw DepthLimit.Exceeded(typeof(T));
        var value = _target!.Deserialize(ref reader);
        reader.Leave();
        return value;
    }

    public override T Copy(T value)
    {
        if (IsImmutable) return value;
        if (!CopyDepth.TryEnter()) throw DepthLimit.Exceeded(typeof(T));
        try
        {
            return _target!.Copy(value);
        }
        finally
        {
            CopyDepth.Leave();
        }
    }

    internal override void WriteProbe(ByteWriter writer, Probe probe)
    {
        probe.Enter();
        _target!.WriteProbe(writer, probe);
        probe.Leave();
    }

    internal override TypeSchema Describe(SchemaScope scope) => scope.Of(_target!);
}

internal interface IDeferredSerializer
{
    TypeSerializer Target { get; set; }
}

/// <summary>The depth of the copy that runs on this thread; a copy has no writer that could hold it.</summary>
internal static class CopyDepth
{
    [ThreadStatic]
    private static int t_depth;

    public static bool TryEnter() => t_depth < DepthLimit.Max && ++t_depth > 0;

    public static void Leave() => t_depth--;
}
