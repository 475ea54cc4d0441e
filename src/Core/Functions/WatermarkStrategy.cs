using System.Globalization;

namespace FlowActors.Functions;

/// <summary>Makes strategies; see <see cref="WatermarkStrategy{T}"/>. As in Flink.</summary>
public static class WatermarkStrategy
{
    /// <summary>Timestamps only rise within a split: the watermark is the highest timestamp - 1, as others of that time may follow.</summary>
    /// <typeparam name="T">The records.</typeparam>
    public static WatermarkStrategy<T> ForMonotonousTimestamps<T>() => ForBoundedOutOfOrderness<T>(TimeSpan.Zero);

    /// <summary>Records come late by so much at most: the watermark is the highest timestamp - that - 1.</summary>
    /// <typeparam name="T">The records.</typeparam>
    /// <param name="outOfOrderness">0 or more, counted in whole ms.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public static WatermarkStrategy<T> ForBoundedOutOfOrderness<T>(TimeSpan outOfOrderness)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outOfOrderness, TimeSpan.Zero);
        return new WatermarkStrategy<T> { OutOfOrdernessMs = (long)outOfOrderness.TotalMilliseconds };
    }

    /// <summary>A generator of one's own says how far event time is.</summary>
    /// <typeparam name="T">The records.</typeparam>
    /// <param name="generator">Makes a new generator, as in <c>() => new G()</c>; called once for each split or subtask of each attempt.</param>
    public static WatermarkStrategy<T> ForGenerator<T>(Func<IWatermarkGenerator<T>> generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return new WatermarkStrategy<T> { CreateGenerator = generator };
    }

    /// <summary>No watermarks before the end of the stream: for the assignment of timestamps only.</summary>
    /// <typeparam name="T">The records.</typeparam>
    public static WatermarkStrategy<T> NoWatermarks<T>() => new();
}

/// <summary>
/// How the records of a stream get their event time, and how the stream says how far it is. For a source
/// (<c>FromSource(source, strategy, name)</c>, for each split apart), or for any stream (<c>AssignTimestampsAndWatermarks</c>). Immutable: each
/// method gives a new strategy.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
public sealed record WatermarkStrategy<T>
{
    internal WatermarkStrategy()
    {
    }

    /// <summary>Takes the event time out of each record. Without, records keep the timestamp that the source gave them.</summary>
    /// <param name="assigner">
    /// Gives ms since 1970. <see cref="Timestamps.None"/> (<see cref="long.MinValue"/>) leaves the record without a timestamp. What it throws
    /// fails the job and names the operator.
    /// </param>
    public WatermarkStrategy<T> WithTimestampAssigner(Func<T, long> assigner)
    {
        ArgumentNullException.ThrowIfNull(assigner);
        return this with { Extract = assigner, Assign = null };
    }

    /// <summary>As the other, for an assigner that sees the timestamp which the record has.</summary>
    /// <param name="assigner">Is given the record and its timestamp, <see cref="Timestamps.None"/> where it has none; gives the new one.</param>
    public WatermarkStrategy<T> WithTimestampAssigner(Func<T, long, long> assigner)
    {
        ArgumentNullException.ThrowIfNull(assigner);
        return this with { Assign = assigner, Extract = null };
    }

    /// <summary>
    /// A split, or a subtask of an operator, that has had no record for so long is idle and does not hold event time back, until its next record.
    /// Time in which it was held up counts for nothing. Default: 60 s for splits of sources that do not end, none for others and for
    /// operators.
    /// </summary>
    /// <param name="timeout">Processing time, 1 ms or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1 ms.</exception>
    public WatermarkStrategy<T> WithIdleness(TimeSpan timeout)
    {
        if (timeout < TimeSpan.FromMilliseconds(1))
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, string.Create(CultureInfo.InvariantCulture, $"A timeout of {timeout} is not possible: it must be 1 ms or more."));
        return this with { Idleness = timeout };
    }

    /// <summary>What has no records holds event time back however long, also in sources that do not end.</summary>
    public WatermarkStrategy<T> WithoutIdleness() => this with { Idleness = Timeout.InfiniteTimeSpan };

    internal Func<T, long>? Extract { get; private init; }

    internal Func<T, long, long>? Assign { get; private init; }

    internal Func<IWatermarkGenerator<T>>? CreateGenerator { get; init; }

    /// <summary>For the built-in generator; null where there is none.</summary>
    internal long? OutOfOrdernessMs { get; init; }

    /// <summary>Null where the program does not say; infinite where it says that there is none.</summary>
    internal TimeSpan? Idleness { get; private init; }

    /// <summary>The functions of the user's.</summary>
    internal object[] UserCode => [.. new object?[] { Extract, Assign, CreateGenerator }.OfType<object>()];
}
