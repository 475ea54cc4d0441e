using System.Globalization;
using System.Text;

namespace FlowActors.Http.Metrics;

/// <summary>
/// Prometheus' text format, version 0.0.4. The names are those of the instruments with <c>_</c> for what Prometheus does not take, nothing added: <c>flowactors_numRecordsIn</c>.
/// </summary>
internal static class PrometheusText
{
    public static string Write(IEnumerable<MetricFamily> families)
    {
        var text = new StringBuilder();
        // Prometheus refuses a name that comes twice.
        foreach (var family in families.GroupBy(f => Name(f.Name)))
        {
            var (name, first) = (family.Key, family.First());
            if (!string.IsNullOrEmpty(first.Description)) text.Append("# HELP ").Append(name).Append(' ').Append(Escaped(first.Description, inQuotes: false)).Append('\n');
            text.Append("# TYPE ").Append(name).Append(first.IsCounter ? " counter\n" : " gauge\n");
            // Of a subtask two attempts may be there for a moment, and a sample may not come twice either.
            foreach (var (labels, value) in family.SelectMany(f => f.Samples).Select(s => (Labels(s), s.Value)).DistinctBy(s => s.Item1))
                text.Append(name).Append(labels).Append(' ').Append(Number(value)).Append('\n');
        }

        return text.ToString();
    }

    private static string Labels(MetricSample sample) => sample.Tags.Count == 0 ? "" : $"{{{string.Join(',', sample.Tags.Select(Label))}}}";

    private static string Label(KeyValuePair<string, object?> tag) =>
        $"{Name(tag.Key)}=\"{Escaped(Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "", inQuotes: true)}\"";

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Name(string name)
    {
        var written = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return written is [>= '0' and <= '9', ..] ? $"_{written}" : written;
    }

    private static string Escaped(string text, bool inQuotes)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return inQuotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
