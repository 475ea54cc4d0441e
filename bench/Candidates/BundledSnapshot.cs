using System.Diagnostics;
using FlowActors.State;

namespace FlowActors.Bench.Candidates;

/// <summary>
/// A native snapshot of one subtask's bundles under way: all are frozen at once and saved one after the other, in slices beside the work. Each is linked on another
/// thread as soon as it is saved.
/// </summary>
internal sealed class BundledSnapshot
{
    private static readonly long s_slice = Stopwatch.Frequency / 1_000;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly HeadersOnly _headers = new();
    private readonly IReadOnlyList<IFrozenState> _frozen;
    private readonly Task<DatabaseFiles?>[] _links;
    private readonly Action<int, DatabaseFiles> _use;
    private int _saved;
    private int _over;
    private long _linked;

    /// <param name="state">What is frozen.</param>
    /// <param name="use">Told of the files of each bundle by its index, which go afterwards; on the thread of the state.</param>
    public BundledSnapshot(BundledState state, Action<int, DatabaseFiles> use)
    {
        _frozen = state.Freeze();
        _links = new Task<DatabaseFiles?>[_frozen.Count];
        _use = use;
    }

    /// <summary>Whether all is linked and let go.</summary>
    public bool IsOver => _over == _frozen.Count;

    /// <summary>From the barrier to the last link.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started, _linked);

    /// <summary>Saves for a slice of time, and lets go what is linked.</summary>
    public void GoOn()
    {
        var until = Stopwatch.GetTimestamp() + s_slice;
        while (_saved < _frozen.Count && _frozen[_saved].WriteSome(_headers, until)) Link(_saved++);
        while (_over < _saved && _links[_over].IsCompleted) LetGo();
    }

    /// <summary>Does what is left, and waits for it.</summary>
    public void Finish()
    {
        while (_saved < _frozen.Count) GoOn();
        while (!IsOver) LetGo();
    }

    private void Link(int bundle)
    {
        var database = _frozen[bundle].Database;
        _links[bundle] = Task.Run(() =>
        {
            var files = database?.Link(CancellationToken.None);
            Interlocked.Exchange(ref _linked, Stopwatch.GetTimestamp());
            return files;
        });
    }

    private void LetGo()
    {
        using var files = _links[_over].GetAwaiter().GetResult();
        _frozen[_over].Dispose();
        if (files is not null) _use(_over, files);
        _over++;
    }
}
