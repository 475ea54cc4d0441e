using FlowActors.Operators;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Subtasks;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>
/// Runs a local job on the present thread under a seeded schedule: which runnable subtask runs next, and before which record
/// it must stop, follow from the seed alone. A subtask that rests runs again only when something wakes it, so a lost wake-up
/// is a job that stands still.
/// </summary>
internal sealed class ScheduledJob : IBlockingScope
{
    private readonly Random _random;
    private readonly SortedSet<int> _runnable = [];
    private readonly HashSet<int> _ended = [];
    private readonly int _stopOneIn;
    private int _current = -1;
    private bool _first = true;

    /// <param name="seed">Fixes the schedule.</param>
    /// <param name="settings">Sizes.</param>
    /// <param name="build">Writes the program; its functions may call <see cref="MayStop"/>.</param>
    /// <param name="stopOneIn">One in how many calls of <see cref="MayStop"/> stops; 0 for none.</param>
    public ScheduledJob(int seed, LocalJobSettings settings, Action<StreamExecutionEnvironment, ScheduledJob> build, int stopOneIn = 4)
        : this(seed, settings, (jobSettings, job) => Program(jobSettings, job, build), stopOneIn)
    {
    }

    /// <summary>As the other, of a program that is written as a graph.</summary>
    public ScheduledJob(int seed, LocalJobSettings settings, Func<Graph.JobSettings, ScheduledJob, Graph.StreamGraph> build, int stopOneIn = 4)
    {
        _random = new Random(seed);
        _stopOneIn = stopOneIn;
        // Times decide nothing: open batches are sent on idle, or after every run.
        var flush = _random.Next(2) == 0 ? TimeSpan.Zero : TimeSpan.FromDays(30_000);
        var program = build(new Graph.JobSettings { Parallelism = 1, FlushInterval = flush }, this);
        Job = new LocalJob(program, settings with { Quantum = TimeSpan.FromDays(1), RunBlocking = work => work() }, this, i => _runnable.Add(i));
    }

    public LocalJob Job { get; }

    /// <summary>Runs everything to its end, commits and closes.</summary>
    public void RunToEnd()
    {
        Job.Open();
        RunOpenToEnd();
    }

    /// <summary>As <see cref="RunToEnd"/>, of a job that was opened before.</summary>
    public void RunOpenToEnd()
    {
        for (var i = 0; i < Job.Subtasks.Count; i++) _runnable.Add(i);
        while (_runnable.Count > 0) RunOne(_runnable);
        Assert.True(
            _ended.Count == Job.Subtasks.Count,
            $"The job stands still: {string.Join(", ", Job.Subtasks.Where((_, i) => !_ended.Contains(i)).Select(s => s.Figures.Vertex))} rest and nobody wakes them.");
        Job.Finish();
        Job.Dispose();
        Assert.Equal(0, Job.OpenChannels);
    }

    /// <summary>Runs a few subtasks, of those that can run, as the seed says.</summary>
    public void Run() => Steps(_random.Next(30));

    /// <summary>Runs that many subtasks one after the other, as long as some can run.</summary>
    public void Steps(int count)
    {
        for (var i = 0; i < Job.Subtasks.Count && _first; i++) _runnable.Add(i);
        _first = false;
        for (; count > 0 && _runnable.Count > 0; count--) RunOne(_runnable);
    }

    /// <summary>Runs the first subtask once.</summary>
    public Progress RunHead()
    {
        _current = 0;
        return Job.Subtasks[0].Run();
    }

    /// <summary>Ends the quantum of the subtask that runs now, if the seed says so.</summary>
    public void MayStop()
    {
        if (_stopOneIn > 0 && _random.Next(_stopOneIn) == 0) Stop();
    }

    /// <summary>Ends the quantum of the subtask that runs now.</summary>
    public void Stop() => Job.Subtasks[_current].Quantum.Interrupt();

    /// <summary>
    /// User code is about to wait for room: what comes after it runs meanwhile, as it would on other threads. Only vertices
    /// further down, so that nobody who waits is run again.
    /// </summary>
    public IDisposable Enter()
    {
        var waiting = _current;
        while (true)
        {
            var below = _runnable.Where(i => Job.Subtasks[i].Id.Vertex > Job.Subtasks[waiting].Id.Vertex).ToArray();
            if (below.Length == 0) break;
            RunOne(below);
        }

        return EndOfWait.Instance;
    }

    private static Graph.StreamGraph Program(Graph.JobSettings settings, ScheduledJob job, Action<StreamExecutionEnvironment, ScheduledJob> build)
    {
        var env = new StreamExecutionEnvironment(settings);
        build(env, job);
        return env.BuildGraph("test");
    }

    private void RunOne(IReadOnlyCollection<int> choice)
    {
        var chosen = choice.ElementAt(_random.Next(choice.Count));
        _runnable.Remove(chosen);
        var outer = _current;
        _current = chosen;
        var result = Job.Subtasks[chosen].Run();
        _current = outer;
        if (result == Progress.Yielded) _runnable.Add(chosen);
        else if (result == Progress.Done) _ended.Add(chosen);
    }

    private sealed class EndOfWait : IDisposable
    {
        public static readonly EndOfWait Instance = new();

        public void Dispose()
        {
        }
    }
}
