using System.Globalization;
using FlowActors.Operators;

namespace FlowActors.Sources;

/// <summary>
/// Records that a function makes from their numbers; at the first start subtask k of p makes the numbers i with i mod p = k, and a restore
/// divides what is left.
/// </summary>
internal sealed class GeneratorSource<T>(long? count, Func<long, T> generate, double? recordsPerSecond = null) : Source<T, NumberedSplit>
{
    public override Boundedness Boundedness => count is null ? Boundedness.Unbounded : Boundedness.Bounded;

    public override void Validate()
    {
        if (count < 0)
            throw new JobValidationException(string.Create(CultureInfo.InvariantCulture, $"A generator cannot make {count} records: the count must not be negative."));
        if (recordsPerSecond is { } rate && !(rate > 0))
            throw new JobValidationException(string.Create(
                CultureInfo.InvariantCulture, $"A generator cannot make {recordsPerSecond} records a second: the rate must be above 0; leave it out to set no limit."));
    }

    public override SplitEnumerator<NumberedSplit> CreateEnumerator() =>
        new ShareEnumerator<NumberedSplit>(parallelism => NumberedSplit.Shares(parallelism, count ?? long.MaxValue));

    // Endless many records a second are as many as it can make.
    public override SourceReader<T, NumberedSplit> CreateReader() =>
        new NumberedReader<T, Records>(Of, recordsPerSecond is { } rate && double.IsFinite(rate) ? rate : null);

    public override IReadOnlyList<NumberedSplit> Redistribute(IReadOnlyList<NumberedSplit> splits, int parallelism) =>
        NumberedSplit.Divide(splits, parallelism);

    private Records Of(OperatorContext context) =>
        new(context.ShowsRecords ? new NumberAtHand<T>(generate, context.Cursor).Generate : generate);

    private readonly struct Records(Func<long, T> generate) : INumberedRecords<T>
    {
        public T At(long number) => generate(number);
    }
}
