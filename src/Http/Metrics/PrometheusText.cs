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
        foreach (var family in families)
        {
            var name = Name(family.Name);
            if (!string.IsNullOrEmpty(family.Description)) text.Append("# HELP ").Append(name).Append(' ').Append(Escaped(family.Description, inQuotes: false)).Append('\n');
            text.Append("# TYPE ").Append(name).Append(family.IsCounter ? " counter\n" : " gauge\n");
            foreach (var sample in family.Samples) Write(text, name, sample);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, string name, MetricSample sample)
    {
        text.Append(name);
        if (sample.Tags.Count > 0)
        {
            var labels = sample.Tags.Select(tag => $"{Name(tag.Key)}=\"{Escaped(Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "", inQuotes: true)}\"");
            text.Append('{').AppendJoin(',', labels).Append('}');
        }

        text.Append(' ').Append(Number(sample.Value)).Append('\n');
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Name(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    private static string Escaped(string text, bool inQuotes)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return inQuotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
