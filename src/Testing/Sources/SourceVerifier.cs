using FlowActors.Graph;

namespace FlowActors.Testing;

/// <summary>Reads a source in all ways and compares.</summary>
internal sealed class SourceVerifier<T>(SourceNode<T> source, SourceVerificationSettings settings)
{
    private const int PositionsMax = 50;
    private readonly ElementKeys _keys = new(settings.Serializers.Get<T>());

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var expected = await new SourceRun<T>(source, settings, SourceVariation.Plain, settings.Records ?? long.MaxValue)
            .RunAsync(cancellationToken).ConfigureAwait(false);
        if (expected.Count == 0) throw new SourceVerificationException($"Source '{settings.Name}' gives no record, so that there is nothing to compare.");
        if (settings.Records is { } records && expected.Count < records)
        {
            throw new SourceVerificationException(
                $"Source '{settings.Name}' ends after {expected.Count} records, and the settings say that {records} are to be read: leave that out.");
        }

        foreach (var variation in SourceVariation.All(Positions(expected.Count), settings.ParallelismMax))
            await TryAsync(variation, expected, cancellationToken).ConfigureAwait(false);
    }

    private async Task TryAsync(SourceVariation variation, IReadOnlyList<StreamRecord> expected, CancellationToken cancellationToken)
    {
        // Of a source of which a part is read, several readers read another one: it is enough once that has all that is expected.
        var isPart = settings.Records is not null && !(variation.KeepsOrder && settings.IsOrdered);
        var recordsMax = isPart ? (4L * expected.Count) + 20 : settings.Records is null ? (2L * expected.Count) + 10 : expected.Count;
        var run = new SourceRun<T>(source, settings, variation, recordsMax) { HasEnough = isPart ? HasAll : null };
        var report = new SourceReport(settings, variation, expected, _keys);
        IReadOnlyList<StreamRecord> actual;
        try
        {
            actual = await run.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new SourceVerificationException(report.Failure(run.Read, e), e);
        }

        if (report.Difference(actual, isPart) is { } difference) throw new SourceVerificationException(difference);

        bool HasAll(IReadOnlyList<StreamRecord> records) =>
            records.Count >= expected.Count && new RecordBag(expected, _keys).Without(new RecordBag(records, _keys)).Count == 0;
    }

    private static IReadOnlyList<int> Positions(int count) =>
        count <= PositionsMax ? [.. Enumerable.Range(1, count)] : [.. Enumerable.Range(0, PositionsMax).Select(i => 1 + (int)((long)i * (count - 1) / (PositionsMax - 1)))];
}
