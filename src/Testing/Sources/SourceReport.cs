using System.Globalization;
using System.Text;

namespace FlowActors.Testing;

/// <summary>What is told of a run that gave other records than it should.</summary>
/// <param name="settings">What is to be known of the source.</param>
/// <param name="variation">The way in which it was read.</param>
/// <param name="expected">The records of the plain run.</param>
/// <param name="keys">Make records comparable.</param>
internal sealed class SourceReport(
    SourceVerificationSettings settings, SourceVariation variation, IReadOnlyList<StreamRecord> expected, ElementKeys keys)
{
    private const int TextsMax = 20;

    /// <summary>What is wrong; null when nothing is.</summary>
    /// <param name="actual">The records.</param>
    /// <param name="isPart">True where others may be among them, but none twice.</param>
    public string? Difference(IReadOnlyList<StreamRecord> actual, bool isPart)
    {
        var (wanted, found) = (new RecordBag(expected, keys), new RecordBag(actual, keys));
        var missing = wanted.Without(found);
        var tooMany = isPart ? found.RepeatedWithout(wanted) : found.Without(wanted);
        if (missing.Count > 0 || tooMany.Count > 0) return OtherRecords(missing, tooMany, actual);
        return settings.IsOrdered && variation.KeepsOrder ? OtherOrder(actual) : null;
    }

    /// <summary>The run failed, which the plain one did not.</summary>
    public string Failure(int read, Exception exception) => Text(
        $"Source '{settings.Name}' fails {variation.How}, with {read} records read: {ExceptionText.Message(exception)}",
        variation.Advice);

    private string OtherRecords(IReadOnlyList<StreamRecord> missing, IReadOnlyList<StreamRecord> tooMany, IReadOnlyList<StreamRecord> actual) => Text(
        $"Source '{settings.Name}' gives other records {variation.How}.",
        missing.Count == 0 ? null : $"missing:  {List(missing)}",
        tooMany.Count == 0 ? null : $"too many: {List(tooMany)}",
        $"expected: {List(expected)}",
        $"actual:   {List(actual)}",
        variation.Advice);

    private string? OtherOrder(IReadOnlyList<StreamRecord> actual)
    {
        var (wanted, found) = (keys.Of(expected).ToArray(), keys.Of(actual).ToArray());
        var at = Enumerable.Range(0, wanted.Length).FirstOrDefault(i => wanted[i] != found[i], -1);
        if (at < 0) return null;
        return Text(
            $"Source '{settings.Name}' gives its records in another order {variation.How}, from record {at + 1} on.",
            $"expected: {List([.. expected.Skip(at)])}",
            $"actual:   {List([.. actual.Skip(at)])}",
            $"A single reader that is restored goes on in the same order; of a source that promises none, say so by {nameof(SourceVerificationSettings.IsOrdered)}.");
    }

    private static string Text(FormattableString first, params string?[] lines)
    {
        var text = new StringBuilder(first.ToString(CultureInfo.InvariantCulture));
        foreach (var line in lines.OfType<string>()) text.AppendLine().Append("  ").Append(line);
        return text.ToString();
    }

    private static string List(IReadOnlyList<StreamRecord> records) =>
        string.Join("; ", records.Take(TextsMax)) + (records.Count > TextsMax ? string.Create(CultureInfo.InvariantCulture, $"; ... ({records.Count} records)") : "");
}
