using System.Collections.Concurrent;
using FlowActors.Runtime.Subtasks.Metrics;
using FlowActors.Runtime.Subtasks.Queries;
using FlowActors.Runtime.Subtasks.Deployment;

namespace FlowActors.Runtime.Subtasks;

/// <summary>The subtasks that live on one node, reachable while their threads are busy, and the last figures of others. Thread-safe.</summary>
internal sealed class NodeSubtasks
{
    private readonly ConcurrentDictionary<SubtaskId, Subtask> _subtasks = new();
    private readonly EndedSubtasks _ended = new();

    /// <summary>Threads that subtasks which have ended have left behind.</summary>
    public LeftBehindThreads LeftBehind { get; } = new();

    /// <summary>Measures the slices of <see cref="QueryInSlices"/>.</summary>
    public SliceMeter Slices { get; } = new();

    /// <summary>All of them; read without a lock.</summary>
    public IEnumerable<Subtask> All => _subtasks.Select(pair => pair.Value);

    /// <summary>Those of one job.</summary>
    public IEnumerable<Subtask> Of(JobId job) => All.Where(s => s.Id.Job == job);

    public void Add(Subtask subtask) => _subtasks[subtask.Id] = subtask;

    /// <summary>The subtask ends; its figures are kept until <see cref="Forget"/>.</summary>
    public void Remove(Subtask subtask)
    {
        // First kept, then removed: whoever looks meanwhile must find it.
        var last = subtask.Look();
        // Its channels and splits are gone, and may be many.
        last = last with { Times = last.Times with { Parts = [] } };
        _ended.Keep(subtask.Attempt, ReportOf(subtask, () => last));
        _subtasks.TryRemove(new KeyValuePair<SubtaskId, Subtask>(subtask.Id, subtask));
    }

    /// <summary>Lets go of the figures of a job that has ended.</summary>
    public void Forget(JobId job) => _ended.Forget(job);

    /// <summary>Ends an attempt here at once, also for subtasks whose threads are inside user code or wait for an output.</summary>
    public void Interrupt(AttemptId attempt)
    {
        foreach (var subtask in All.Where(s => s.Attempt == attempt)) subtask.Interrupt();
    }

    /// <summary>
    /// The figures of the subtasks of attempts here, by vertex and subtask: of one that runs its present ones, read as they are
    /// enumerated, of one that has ended its last ones.
    /// </summary>
    /// <param name="job">The job.</param>
    /// <param name="attempts">The number of the attempt of each region.</param>
    /// <param name="after">Only subtasks behind this one; null for all.</param>
    public IEnumerable<SubtaskReport> Reports(JobId job, IReadOnlyDictionary<int, int> attempts, SubtaskId? after = null)
    {
        var running = Of(job).Where(s => attempts.TryGetValue(s.Attempt.Region, out var number) && s.Attempt.Number == number).ToDictionary(s => s.Id);
        var ended = _ended.Reports(job, attempts);
        GaugeReader.Default.Read(running.Values.SelectMany(s => s.Figures.Gauges));
        var wanted = running.Keys.Union(ended.Keys).Where(id => after is not { } last || PlaceOf(id).CompareTo(PlaceOf(last)) > 0);
        foreach (var id in wanted.OrderBy(PlaceOf))
            yield return ended.TryGetValue(id, out var last) ? last : ReportOf(running[id], running[id].Look);
    }

    /// <summary>Asks the state of the subtasks of a job, each on its own thread.</summary>
    /// <param name="job">The job.</param>
    /// <param name="uid">Only subtasks that have an operator of that uid; null for all.</param>
    /// <param name="query">Asks one of them; may throw.</param>
    /// <param name="complete">Called once, from any thread, with all answers.</param>
    public void Query<T>(JobId job, string? uid, Func<StateReader, T> query, Action<IReadOnlyList<QueryAnswer<T>>> complete) =>
        Ask(Of(job, uid), complete, (subtask, answered, refused) =>
        {
            if (!subtask.TryQuery(reader => answered(Try(() => query(reader))), refused)) refused();
        });

    /// <summary>As the other, of a question that takes long: slice by slice, with records in between.</summary>
    /// <param name="job">The job.</param>
    /// <param name="uid">Only subtasks that have an operator of that uid; null for all.</param>
    /// <param name="begin">Makes what asks one of them.</param>
    /// <param name="complete">Called once, from any thread, with all answers.</param>
    public void QueryInSlices<T>(JobId job, string? uid, Func<SlicedQuery<T>> begin, Action<IReadOnlyList<QueryAnswer<T>>> complete) =>
        Ask<T>(Of(job, uid), complete, (subtask, answered, refused) =>
        {
            var query = begin();
            subtask.Turns.Add(
                reader =>
                {
                    var slice = Slices.Measure(() => Try(() => (IsOver: query(reader, out var value), Value: value)));
                    if (slice is { Outcome: QueryOutcome.Answered, Value.IsOver: false }) return false;
                    answered(new(slice.Outcome, slice.Value.Value, slice.Failure));
                    return true;
                },
                refused);
        });

    /// <summary>Looks at the state of the subtasks of an operator, each on its own thread.</summary>
    /// <param name="job">The job.</param>
    /// <param name="uid">The operator.</param>
    /// <param name="only">Only this subtask; null for all that have an operator of that uid.</param>
    /// <param name="look">Looks at one of them; may throw.</param>
    /// <param name="complete">Called once, from any thread, with all answers.</param>
    public void Look<T>(JobId job, string uid, SubtaskId? only, Func<SubtaskId, StateReader, T> look, Action<IReadOnlyList<QueryAnswer<T>>> complete)
    {
        List<Subtask> asked = only is not { } id ? Of(job, uid) : _subtasks.TryGetValue(id, out var one) ? [one] : [];
        Ask(asked, complete, (subtask, answered, refused) =>
        {
            if (!subtask.TryQuery(reader => answered(Try(() => look(subtask.Id, reader))), refused)) refused();
        });
    }

    private List<Subtask> Of(JobId job, string? uid) => [.. Of(job).Where(s => uid is null || s.Has(uid))];

    private static void Ask<T>(List<Subtask> asked, Action<IReadOnlyList<QueryAnswer<T>>> complete, Action<Subtask, Action<QueryAnswer<T>>, Action> ask)
    {
        if (asked.Count == 0)
        {
            complete([]);
            return;
        }

        var answers = new Gathering<QueryAnswer<T>>(asked.Count, complete);
        foreach (var subtask in asked) ask(subtask, answers.Add, () => answers.Add(new(QueryOutcome.Busy, default, null)));
    }

    private static QueryAnswer<T> Try<T>(Func<T> query)
    {
        try
        {
            return new(QueryOutcome.Answered, query(), null);
        }
        catch (Exception e)
        {
            return new(QueryOutcome.Failed, default, e);
        }
    }

    private static (int Vertex, int Index) PlaceOf(SubtaskId id) => (id.Vertex, id.Index);

    private static SubtaskReport ReportOf(Subtask subtask, Func<SubtaskInsight> look) =>
        new(subtask.Id, subtask.Figures.Vertex, subtask.Figures.Node, subtask.Figures.Accumulators.Values(), subtask.Figures.Metrics(), look);
}

/// <summary>The figures of one subtask.</summary>
internal sealed record SubtaskReport(
    SubtaskId Subtask,
    string Vertex,
    string Node,
    IReadOnlyDictionary<string, AccumulatorValue> Accumulators,
    IReadOnlyDictionary<string, double> Metrics,
    Func<SubtaskInsight> Look);
