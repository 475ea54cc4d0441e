using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;
using FlowActors.Runtime.Subtasks.Queries;

namespace FlowActors.Runtime.Control.Nodes;

/// <summary>The subtasks of a node as its agent reaches them, past their actors. Thread-safe.</summary>
internal interface INodeWork
{
    /// <summary>Reaches user code of the attempt, also where its thread blocks. Returns at once.</summary>
    void Interrupt(AttemptId attempt);

    /// <summary>Reaches user code of every attempt here: the node stops. Returns at once.</summary>
    void InterruptAll();

    /// <summary>
    /// The figures of the subtasks of attempts here, the last ones of those that have ended included; by vertex and subtask, read as
    /// they are enumerated.
    /// </summary>
    /// <param name="job">The job.</param>
    /// <param name="attempts">The number of the attempt of each region.</param>
    /// <param name="after">Only subtasks behind this one; null for all.</param>
    /// <param name="withDetails">Whether what they are doing is told, too.</param>
    IEnumerable<SubtaskFigures> Figures(JobId job, IReadOnlyDictionary<int, int> attempts, SubtaskId? after, bool withDetails);

    /// <summary>Asks the state of the subtasks of a job here, each on its own thread.</summary>
    /// <param name="job">The job.</param>
    /// <param name="uid">Only subtasks that have an operator of that uid; null for all.</param>
    /// <param name="query">Asks one of them; may throw.</param>
    /// <param name="complete">Called once, from any thread, with an answer of each: of those that could not be asked, as they end or have too much to answer, that they are busy.</param>
    void Query<T>(JobId job, string? uid, Func<StateReader, T> query, Action<IReadOnlyList<QueryAnswer<T>>> complete);

    /// <summary>As <see cref="Query"/>, of a question that takes long: slice by slice, with records in between.</summary>
    /// <param name="job">The job.</param>
    /// <param name="uid">Only subtasks that have an operator of that uid; null for all.</param>
    /// <param name="begin">Makes what asks one of them.</param>
    /// <param name="complete">Called once, from any thread, with an answer of each.</param>
    void QueryInSlices<T>(JobId job, string? uid, Func<SlicedQuery<T>> begin, Action<IReadOnlyList<QueryAnswer<T>>> complete);

    /// <summary>Looks at watched keys, on the thread of the subtask that has them.</summary>
    /// <param name="job">The job.</param>
    /// <param name="uid">The operator.</param>
    /// <param name="only">Only this subtask; null for all that have an operator of that uid.</param>
    /// <param name="look">Looks at one of them.</param>
    /// <param name="complete">Called once, from any thread, with an answer of each; none where there is none.</param>
    void Look<T>(JobId job, string uid, SubtaskId? only, Func<SubtaskId, StateReader, T> look, Action<IReadOnlyList<QueryAnswer<T>>> complete);

    /// <summary>How many subtasks of which jobs live here, by the jobs' ids.</summary>
    IEnumerable<SubtasksOfJob> Subtasks();

    /// <summary>What the operators' threads are in now.</summary>
    /// <returns>The dispatchers, what is in user code, the longest first, and who holds threads of subtasks that have ended.</returns>
    (IEnumerable<DispatcherThreads> Dispatchers, IEnumerable<RunningCall> Calls, IEnumerable<string> LeftBehind) Threads();

    /// <summary>Nobody will ask for the figures of a job that has ended.</summary>
    void ForgetFigures(JobId job);
}
