using FlowActors.Sources.Coordination;

namespace FlowActors.Sources;

/// <summary>Makes sources that read several sources one after the other; see <see cref="HybridSource{T}"/>.</summary>
public static class HybridSource
{
    /// <summary>Begins with a source; what follows it is said by <c>Then</c>.</summary>
    /// <typeparam name="T">The records.</typeparam>
    /// <param name="first">The source, which must end.</param>
    public static HybridSource<T> Of<T>(Source<T> first)
    {
        ArgumentNullException.ThrowIfNull(first);
        return new HybridSource<T>([new KnownStage<T>(first)]);
    }
}

/// <summary>
/// Reads several sources, its stages, one after the other: files first, say, then a stream from the position on at which the files end. A stage
/// begins, for all readers, once all have read the one before to its end; the source of a stage can follow from a position that is
/// decided then. All stages but the last must end. The splits of all stages have their event time as those of one source. Immutable.
/// </summary>
/// <remarks>
/// The position is part of checkpoints, and every process makes the stage's source from it: the function must give the same source for the same
/// position. A reader that is lost after a switch reads what is to be read again of earlier stages beside the readers that are further.
/// A stage's reader must not use <see cref="SourceReaderContext{T}.Report"/>, which tells of the ends of stages here.
/// </remarks>
/// <typeparam name="T">The records.</typeparam>
public sealed class HybridSource<T> : Source<T, HybridSplit>
{
    private readonly IReadOnlyList<HybridStage<T>> _stages;

    internal HybridSource(IReadOnlyList<HybridStage<T>> stages) => _stages = stages;

    /// <inheritdoc/>
    public override Boundedness Boundedness => _stages[^1].Boundedness;

    /// <summary>A source that reads another one after the stages so far.</summary>
    /// <param name="next">The source.</param>
    public HybridSource<T> Then(Source<T> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return new HybridSource<T>([.. _stages, new KnownStage<T>(next)]);
    }

    /// <summary>A source that goes on, after the stages so far, with one that begins at a position.</summary>
    /// <typeparam name="TPosition">The position, which the job's serializers can write.</typeparam>
    /// <param name="position">Gives the position; called when the stage before has been read, by the enumerator. May block for a moment.</param>
    /// <param name="next">Makes the source that begins there, in each process that reads it.</param>
    /// <param name="boundedness">Whether that source ends. Default: it does not.</param>
    public HybridSource<T> Then<TPosition>(
        Func<TPosition> position, Func<TPosition, Source<T>> next, Boundedness boundedness = Boundedness.Unbounded)
    {
        ArgumentNullException.ThrowIfNull(position);
        ArgumentNullException.ThrowIfNull(next);
        return new HybridSource<T>([.. _stages, new PositionStage<T, TPosition>(_ => position(), next, boundedness)]);
    }

    /// <summary>As the other, where the enumerator of the stage before knows the position.</summary>
    /// <typeparam name="TEnumerator">The class of that enumerator.</typeparam>
    /// <typeparam name="TPosition">The position, which the job's serializers can write.</typeparam>
    /// <param name="position">Gives the position; called when the stage before has been read. May block for a moment.</param>
    /// <param name="next">Makes the source that begins there, in each process that reads it.</param>
    /// <param name="boundedness">Whether that source ends. Default: it does not.</param>
    public HybridSource<T> Then<TEnumerator, TPosition>(
        Func<TEnumerator, TPosition> position, Func<TPosition, Source<T>> next, Boundedness boundedness = Boundedness.Unbounded)
        where TEnumerator : class
    {
        ArgumentNullException.ThrowIfNull(position);
        ArgumentNullException.ThrowIfNull(next);
        return new HybridSource<T>([.. _stages, new PositionStage<T, TPosition>(previous => position(Cast(previous)), next, boundedness)]);

        static TEnumerator Cast(object previous) => previous as TEnumerator ?? throw new InvalidOperationException(
            $"The position is asked of a {typeof(TEnumerator).Name}, and the enumerator of the stage before is a {previous.GetType().Name}.");
    }

    /// <inheritdoc/>
    public override void Validate()
    {
        for (var i = 0; i < _stages.Count; i++)
        {
            var stage = $"Stage {i + 1} of the hybrid source";
            if (i < _stages.Count - 1 && _stages[i].Boundedness == Boundedness.Unbounded)
                throw new JobValidationException($"{stage} never ends, so the next one would never begin: only the last stage may be unbounded.");
            if (_stages[i].Known is HybridSource<T>)
                throw new JobValidationException($"{stage} is a hybrid source itself: add its stages one by one.");
            try
            {
                _stages[i].Known?.Validate();
            }
            catch (JobValidationException e)
            {
                throw new JobValidationException($"{stage} cannot be read: {e.Message}", e);
            }
        }
    }

    /// <inheritdoc/>
    public override SplitEnumerator<HybridSplit> CreateEnumerator() => new HybridEnumerator<T>(_stages);

    /// <inheritdoc/>
    public override SourceReader<T, HybridSplit> CreateReader() => new HybridReader<T>(_stages);

    internal override IReadOnlyList<Type> StateTypes =>
        [.. base.StateTypes, .. _stages.SelectMany(s => (IEnumerable<Type>)[.. s.Known?.StateTypes ?? [], .. s.PositionType is { } type ? [type] : (Type[])[]])];

    internal override IReadOnlyList<HybridSplit> RedistributeSplits(IReadOnlyList<HybridSplit> splits, int parallelism, SplitBytes<HybridSplit> bytes) =>
        [.. splits.GroupBy(s => s.Stage).OrderBy(s => s.Key).SelectMany(stage => Redistribute(stage.Key, [.. stage], parallelism, bytes))];

    private IEnumerable<HybridSplit> Redistribute(int stage, List<HybridSplit> splits, int parallelism, SplitBytes<HybridSplit> bytes)
    {
        var positions = splits[0].Positions;
        return _stages[stage]
            .Create(positions[stage], bytes.Serializers)
            .RedistributeBytes([.. splits.Select(s => s.Split)], parallelism, bytes.Serializers)
            .Select(s => new HybridSplit(HybridSplitKind.Split, stage, s.Name, s.Bytes, positions));
    }
}
