using System.Collections.Concurrent;
using FlowActors.State;
using FlowActors.State.Memory;

namespace FlowActors.Runtime.Tests.Checkpoints.Databases;

/// <summary>
/// A backend whose native form is files: state lives in memory, and is frozen as one file for each key group, with a name that its content decides,
/// and a list of them that is another each time. So what has not changed has the same name in the next checkpoint.
/// </summary>
/// <param name="folder">Where its files are.</param>
internal sealed class DatabaseBackend(string folder) : IStateBackend
{
    private readonly MemoryStateBackend _memory = new();
    private int _opened;

    public string Name => "memory";

    /// <summary>Called before each link, on the thread that links.</summary>
    public Action<CancellationToken> Linking { get; set; } = _ => { };

    /// <summary>The names of the files that were fetched, by the subtask that did.</summary>
    public ConcurrentBag<(int Subtask, string File)> Fetched { get; } = [];

    /// <summary>Databases that were linked, less those that were let go of.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>What was done in the wrong order.</summary>
    public ConcurrentBag<string> Wrongs { get; } = [];

    private int _held;

    public IStateScope Open(StateScopeSettings settings, CancellationToken cancelled)
    {
        var working = Path.Join(folder, $"{Interlocked.Increment(ref _opened)}");
        Directory.CreateDirectory(working);
        return new DatabaseScope(this, _memory.Open(settings, cancelled), settings, working);
    }

    public void Dispose() => _memory.Dispose();

    public void Hold(int count) => Interlocked.Add(ref _held, count);
}
