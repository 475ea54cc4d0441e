using System.Globalization;
using FlowActors.Runtime.Planning;

namespace FlowActors.Runtime.Subtasks.State;

/// <summary>
/// Refuses a job whose keyed state cannot lie in the memory that there is for it, before anything of it runs, with the figure that is enough: the databases come
/// into being one by one, and each would tell of itself only. It counts every subtask of an operator behind a KeyBy, as who has state is known only once it
/// asks for it, and a job that runs as long as its state fits into its cache would stand still one day.
/// </summary>
internal static class StateMemoryCheck
{
    /// <summary>Why the job cannot run; null when it can.</summary>
    /// <param name="graph">The job, all of whose subtasks live in this process.</param>
    /// <param name="settings">What there is.</param>
    public static string? Refusal(ExecutionGraph graph, StateSettings settings)
    {
        var backend = graph.Job.Settings.StateBackend ?? settings.Backend;
        if (StateBackendKind.All.FirstOrDefault(kind => kind.Name == backend)?.LeastMemory is not { } leastOf) return null;
        var subtasks = graph.Job.Vertices.Where(vertex => vertex.Chain.Any(o => o.Node.KeyType is not null)).Sum(vertex => vertex.Parallelism);
        var least = leastOf(subtasks);
        if (subtasks == 0 || settings.MemoryBytes >= least) return null;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Job '{graph.Job.JobName}' has {subtasks:N0} subtask{(subtasks == 1 ? "" : "s")} of keyed operators, for whose state {least:N0} bytes of memory are needed at least on " +
            $"{backend}; flowactors.state.memory is {settings.MemoryBytes:N0}. Set it to {least >> 20}MiB or more, or take a lower parallelism.");
    }
}
