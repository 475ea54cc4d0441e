using FlowActors.Serialization;

namespace FlowActors.Sources;

/// <summary>One of the sources that a hybrid source reads one after the other. Immutable.</summary>
/// <typeparam name="T">The records.</typeparam>
internal abstract class HybridStage<T>
{
    /// <summary>The source, where it is known before anything runs.</summary>
    public abstract Source<T>? Known { get; }

    public abstract Boundedness Boundedness { get; }

    /// <summary>What its position is; null where it has none.</summary>
    public abstract Type? PositionType { get; }

    /// <summary>The position at which it begins, as bytes; asked once, by the enumerator.</summary>
    /// <param name="previous">The enumerator of the stage before.</param>
    /// <param name="serializers">Write the position.</param>
    public abstract byte[] Decide(object previous, SerializerRegistry serializers);

    /// <summary>The source that begins there; the same wherever it is asked.</summary>
    public abstract Source<T> Create(byte[] position, SerializerRegistry serializers);
}

/// <summary>A stage whose source is known from the start.</summary>
internal sealed class KnownStage<T>(Source<T> source) : HybridStage<T>
{
    public override Source<T> Known => source;

    public override Boundedness Boundedness => source.Boundedness;

    public override Type? PositionType => null;

    public override byte[] Decide(object previous, SerializerRegistry serializers) => [];

    public override Source<T> Create(byte[] position, SerializerRegistry serializers) => source;
}

/// <summary>A stage whose source follows from a position.</summary>
internal sealed class PositionStage<T, TPosition>(Func<object, TPosition> position, Func<TPosition, Source<T>> next, Boundedness boundedness) : HybridStage<T>
{
    public override Source<T>? Known => null;

    public override Boundedness Boundedness => boundedness;

    public override Type PositionType => typeof(TPosition);

    public override byte[] Decide(object previous, SerializerRegistry serializers)
    {
        var writer = new ByteWriter();
        serializers.Get<TPosition>().Serialize(writer, position(previous));
        return writer.WrittenSpan.ToArray();
    }

    public override Source<T> Create(byte[] position, SerializerRegistry serializers)
    {
        var reader = new ByteReader(position);
        var source = next(serializers.Get<TPosition>().Deserialize(ref reader))
            ?? throw new InvalidOperationException("The function that makes the source of a stage of a hybrid source gave null.");
        source.Validate();
        return source.Boundedness == boundedness ? source : throw new InvalidOperationException(
            $"The source of a stage of a hybrid source is {source.Boundedness}, and the program says that it is {boundedness}: say in Then what it is.");
    }
}
