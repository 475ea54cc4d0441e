using System.Collections.Concurrent;

namespace FlowActors.Runtime.Subtasks;

/// <summary>Threads of a node that are still inside user code which nobody waits for any more. Thread-safe.</summary>
internal sealed class LeftBehindThreads
{
    private readonly ConcurrentDictionary<object, string> _all = new();

    /// <summary>How many there are now.</summary>
    public int Count => _all.Count;

    /// <summary>The operators and subtasks that hold them.</summary>
    public IEnumerable<string> Holders => _all.Values;

    public void Add(object thread, string operatorName, SubtaskId subtask) => _all[thread] = $"'{operatorName}' of subtask {subtask}";

    /// <summary>It has come back after all.</summary>
    public void Remove(object thread) => _all.TryRemove(thread, out _);
}
