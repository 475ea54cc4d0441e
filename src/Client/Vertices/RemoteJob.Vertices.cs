using FlowActors.Client.Metrics;
using FlowActors.Client.Vertices;
using FlowActors.Client.Why;

namespace FlowActors.Client.Jobs;

/// <content>What the job is doing.</content>
public sealed partial class RemoteJob
{
    /// <summary>Its vertices.</summary>
    public async Task<IReadOnlyList<VertexSummary>> GetVerticesAsync(CancellationToken cancellationToken = default) =>
        (await _rest.GetAsync<VertexList>(Path("vertices"), cancellationToken).ConfigureAwait(false)).Vertices;

    /// <summary>One vertex.</summary>
    /// <param name="vertex">Its id, or the uid of one of its operators.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    public Task<VertexSummary> GetVertexAsync(string vertex, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<VertexSummary>(Path("vertices", vertex), cancellationToken);

    /// <summary>The subtasks of a vertex.</summary>
    /// <param name="vertex">Its id, or the uid of one of its operators.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    public async Task<IReadOnlyList<SubtaskSummary>> GetSubtasksAsync(string vertex, CancellationToken cancellationToken = default) =>
        (await _rest.GetAsync<SubtaskList>(Path("vertices", vertex, "subtasks"), cancellationToken).ConfigureAwait(false)).Subtasks;

    /// <summary>Which subtasks of a vertex are held up by those behind them.</summary>
    /// <param name="vertex">Its id, or the uid of one of its operators.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    public Task<BackPressureList> GetBackPressureAsync(string vertex, CancellationToken cancellationToken = default) =>
        _rest.GetAsync<BackPressureList>(Path("vertices", vertex, "backpressure"), cancellationToken);

    /// <summary>How far event time is at the subtasks of a vertex.</summary>
    /// <param name="vertex">Its id, or the uid of one of its operators.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    public async Task<IReadOnlyList<SubtaskWatermarks>> GetWatermarksAsync(string vertex, CancellationToken cancellationToken = default) =>
        (await _rest.GetAsync<WatermarkList>(Path("vertices", vertex, "watermarks"), cancellationToken).ConfigureAwait(false)).Subtasks;

    /// <summary>Metrics over subtasks.</summary>
    /// <param name="names">Which; null for the names of all that there are, without numbers.</param>
    /// <param name="vertex">The vertex, by its id or the uid of one of its operators; null for the subtasks of all.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    public async Task<IReadOnlyList<MetricNumbers>> GetMetricsAsync(IEnumerable<string>? names = null, string? vertex = null, CancellationToken cancellationToken = default)
    {
        var path = vertex is null ? Path("metrics") : Path("vertices", vertex, "metrics");
        var query = names is null ? "" : "?" + string.Join('&', names.Select(n => $"get={Uri.EscapeDataString(n)}"));
        return (await _rest.GetAsync<MetricList>(path + query, cancellationToken).ConfigureAwait(false)).Metrics;
    }

    /// <summary>What holds the job back.</summary>
    /// <param name="longerThan">Only what has lasted as long; null for the server's default of five seconds.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    public Task<JobWhy> GetWhyAsync(TimeSpan? longerThan = null, CancellationToken cancellationToken = default) => _rest.GetAsync<JobWhy>(
        Path("why") + (longerThan is { } least ? $"?longerThanMs={(long)least.TotalMilliseconds}" : ""), cancellationToken);
}
