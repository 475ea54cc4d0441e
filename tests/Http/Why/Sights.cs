using System.Collections.Immutable;
using FlowActors.Http.Why;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Client;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Metrics;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;

namespace FlowActors.Http.Tests.Why;

/// <summary>Makes up jobs as they are looked at: vertices a, b, c, ... one behind the other, of which a is a source.</summary>
internal sealed record Sights
{
    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly JobId s_job = JobId.Create();

    public int Vertices { get; init; } = 3;

    public int Parallelism { get; init; } = 1;

    public JobStatus Status { get; init; } = JobStatus.Running;

    public IReadOnlyList<AttemptFailure> Failures { get; init; } = [];

    public string? Reason { get; init; }

    public IReadOnlyList<PendingLine> Pending { get; init; } = [];

    /// <summary>What differs from a subtask that has little to do.</summary>
    public IReadOnlyDictionary<(int Vertex, int Subtask), Func<SubtaskDetails, SubtaskDetails>> Details { get; init; } =
        new Dictionary<(int, int), Func<SubtaskDetails, SubtaskDetails>>();

    /// <summary>Records read by each subtask of the last vertex.</summary>
    public IReadOnlyList<long> Records { get; init; } = [];

    public IReadOnlyList<string> Metrics { get; init; } = [];

    public static AttemptFailure Failure(double secondsAgo) => new(0, 1, 1, 2, new SubtaskFailure(FailureKind.Code, "op", "T", "boom", "details"), Now.AddSeconds(-secondsAgo));

    public static PendingLine Waiting(double seconds, PendingStage stage, params (int Vertex, int Index)[] subtasks) =>
        new(7, CheckpointKind.Checkpoint, Now.AddSeconds(-seconds), stage, Math.Max(1, subtasks.Length), [.. subtasks.Select(s => new SubtaskNumber(s.Vertex, s.Index))]);

    public static Func<SubtaskDetails, SubtaskDetails> Time(double busy, double backPressured) =>
        Time(busy, backPressured, 9);

    public static Func<SubtaskDetails, SubtaskDetails> Time(double busy, double backPressured, double forSeconds) => d => d with
    {
        Recent = new TimeShare(1000 * busy, 1000 * (1 - busy - backPressured), 1000 * backPressured),
        BusyForMs = busy < 0.5 ? 0 : 1000 * forSeconds,
        BackPressuredForMs = backPressured <= 0.1 ? 0 : 1000 * forSeconds,
    };

    public static Func<SubtaskDetails, SubtaskDetails> Ended(Func<SubtaskDetails, SubtaskDetails> before) => d => before(d) with { Moves = [new SubtaskMove(SubtaskState.Stopped, Now)] };

    public static Func<SubtaskDetails, SubtaskDetails> Call(string at, double ms) => d => d with { Operator = at, CallMs = ms };

    public static Func<SubtaskDetails, SubtaskDetails> Reads(params PartLine[] parts) => d => d with
    {
        Parts = [.. parts.OrderBy(p => p.HasEnded).ThenBy(p => !p.Time.IsActive).ThenBy(p => p.Time.Watermark)],
        HasStrategy = true,
        Input = new EventTimeLine(parts.Min(p => p.Time.Watermark), parts.Any(p => p.Time.IsActive)),
    };

    public static PartLine Split(string name, long watermark, long forMs, bool isActive = true) => new(name, null, null, new EventTimeLine(watermark, isActive), false, forMs);

    public static PartLine Channel(int vertex, int sender, long watermark, long forMs, bool isActive = true, bool hasEnded = false) =>
        new(null, vertex, sender, new EventTimeLine(watermark, isActive), hasEnded, forMs);

    public WhySight Sight(double leastSeconds = 5) => new(Insight(), Now, TimeSpan.FromSeconds(leastSeconds));

    private JobInsight Insight() => new(
        new JobView(new JobSpec(s_job, "job", null, ImmutableDictionary<string, string>.Empty), Status, 1, Now.AddHours(-1), Now.AddHours(-1), null, Failures, Reason, ImmutableDictionary<string, AccumulatorValue>.Empty),
        [.. Enumerable.Range(0, Vertices).Select(v => new VertexLine(new VertexShape(v, Name(v), 0, Parallelism, 128, v == 0, [new OperatorSummary(Name(v), Name(v))]), v == 0 ? [] : [v - 1]))],
        Pending,
        [.. Enumerable.Range(0, Vertices).SelectMany(v => Enumerable.Range(0, Parallelism).Select(i => Subtask(v, i)))]);

    private SubtaskSight Subtask(int vertex, int index)
    {
        var plain = new SubtaskDetails([], null, 0, false, new EventTimeLine(long.MinValue, false), null, [], 0, false, new TimeShare(100, 900, 0));
        var metrics = Metrics.ToDictionary(m => m, _ => 0.0);
        metrics["numRecordsIn"] = vertex == Vertices - 1 ? Records.ElementAtOrDefault(index) : 0;
        return new SubtaskSight("akka.tcp://flowactors@host:1", new SubtaskFigures(new SubtaskId(s_job, 1, vertex, index), Name(vertex), metrics, ImmutableDictionary<string, AccumulatorValue>.Empty)
        {
            Details = Details.TryGetValue((vertex, index), out var change) ? change(plain) : plain,
        });
    }

    private static string Name(int vertex) => $"{(char)('a' + vertex)}";
}
