using System.Collections.Concurrent;
using System.Diagnostics;
using FlowActors.Operators;
using FlowActors.Sources;
using FlowActors.Sources.Coordination;

namespace FlowActors.Tests.Harness;

/// <summary>
/// One subtask of a source with the enumerator beside it, as its subtask would work: takes what was assigned, polls, and waits to be woken
/// when there is nothing.
/// </summary>
internal sealed class SourceHarness<T> : IDisposable
{
    private readonly ConcurrentQueue<SplitAnswer> _answers = new();
    private readonly LocalCoordination? _own;
    private readonly SourceOperator _operator;
    private volatile bool _isAtWork = true;

    public SourceHarness(Source<T> source, int subtask = 0, int parallelism = 1, int attempt = 1)
        : this(source, new TestOperatorContext { Index = 0, Subtask = subtask, Subtasks = parallelism, AttemptNumber = attempt })
    {
    }

    public SourceHarness(Source<T> source, TestOperatorContext context)
        : this(source, context, null)
    {
    }

    private SourceHarness(Source<T> source, TestOperatorContext context, LocalCoordination? shared)
    {
        Context = context;
        Output = new RecordingOutput<T>(Context.Quantum);
        if (shared is null) _own = Coordinate(source, context, answer => Answer(answer));
        Context.Enumerator = shared ?? _own;
        _operator = source.CreateOperator();
        Context.Outputs[0] = Output;
        _operator.Setup(Context);
        _operator.Open();
        TakeAnswers();
        _isAtWork = false;
    }

    public TestOperatorContext Context { get; }

    public RecordingOutput<T> Output { get; }

    /// <summary>One run: a full quantum, which only a full output or an interrupt ends.</summary>
    public Progress Poll()
    {
        Context.Quantum.Begin(Stopwatch.GetTimestamp());
        while (true)
        {
            _isAtWork = true;
            TakeAnswers();
            var progress = _operator.Poll();
            _isAtWork = false;
            // What was answered meanwhile has woken nobody.
            if (progress != Progress.Waiting || _answers.IsEmpty) return progress;
        }
    }

    /// <summary>Polls until the source says something else than that there is nothing.</summary>
    public async Task<Progress> PollAsync()
    {
        Progress status;
        while ((status = Poll()) == Progress.Waiting) await Context.WokenAsync();
        return status;
    }

    public async Task<List<T>> ReadToEndAsync()
    {
        while (await PollAsync() != Progress.Done)
        {
        }

        return Output.Values;
    }

    /// <summary>The operator's part of a checkpoint, which lies in the state of the context then.</summary>
    public void Snapshot(long checkpoint) => _operator.Snapshot(checkpoint);

    /// <summary>All shares of a source: each subtask has asked for its first split before one begins to read.</summary>
    public static async Task<List<List<T>>> ReadAllAsync(Source<T> source, int parallelism, Action<TestOperatorContext>? after = null)
    {
        var harnesses = new List<SourceHarness<T>>();
        var context = new TestOperatorContext { Subtasks = parallelism };
        using var coordination = Coordinate(source, context, answer => harnesses.Find(h => h.Context.Subtask == answer.Subtask)?.Answer(answer));
        for (var subtask = 0; subtask < parallelism; subtask++)
        {
            var harness = new SourceHarness<T>(source, new TestOperatorContext { Index = 0, Subtask = subtask, Subtasks = parallelism }, coordination);
            harnesses.Add(harness);
            // What was answered before it was listed is answered again.
            harness.Context.RepeatState();
        }

        var shares = new List<List<T>>();
        foreach (var harness in harnesses) shares.Add(await harness.ReadToEndAsync());
        foreach (var harness in harnesses)
        {
            after?.Invoke(harness.Context);
            harness.Dispose();
        }

        return shares;
    }

    public void Dispose()
    {
        _operator.Close();
        _own?.Dispose();
    }

    private static LocalCoordination Coordinate(Source<T> source, TestOperatorContext context, Action<SplitAnswer> answer) =>
        new(source.CreateCoordination, context.CoordinationSurroundings, answer);

    private void Answer(SplitAnswer answer)
    {
        _answers.Enqueue(answer);
        if (!_isAtWork) Context.Wake();
    }

    private void TakeAnswers()
    {
        while (_answers.TryDequeue(out var answer)) _operator.Take(answer);
    }
}
