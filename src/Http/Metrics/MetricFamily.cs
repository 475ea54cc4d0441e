namespace FlowActors.Http.Metrics;

/// <summary>What was read under one name.</summary>
/// <param name="Name">The name of the instrument.</param>
/// <param name="Description">What it says of itself.</param>
/// <param name="IsCounter">Whether it only grows; else a gauge.</param>
internal sealed record MetricFamily(string Name, string? Description, bool IsCounter)
{
    public List<MetricSample> Samples { get; } = [];
}

/// <summary>One value.</summary>
/// <param name="Tags">Of whom.</param>
/// <param name="Value">How much.</param>
internal readonly record struct MetricSample(IReadOnlyList<KeyValuePair<string, object?>> Tags, double Value);
