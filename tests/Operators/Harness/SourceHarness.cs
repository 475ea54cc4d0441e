using System.Diagnostics;
using FlowActors.Operators;
using FlowActors.Sources;

namespace FlowActors.Tests.Harness;

/// <summary>Reads one subtask's share of a source as its subtask would: polls, and waits to be woken when there is nothing.</summary>
internal sealed class SourceHarness<T> : IDisposable
{
    private readonly SourceOperator<T> _operator;

    public SourceHarness(Source<T> source, int subtask = 0, int parallelism = 1, int attempt = 1)
    {
        Context = new TestOperatorContext { Subtask = subtask, Subtasks = parallelism, AttemptNumber = attempt };
        Output = new RecordingOutput<T>(Context.Quantum);
        _operator = new SourceOperator<T>(source);
        Context.Outputs[0] = Output;
        _operator.Setup(Context);
        _operator.Open();
    }

    public TestOperatorContext Context { get; }

    public RecordingOutput<T> Output { get; }

    /// <summary>One run: a full quantum, which only a full output or an interrupt ends.</summary>
    public Progress Poll()
    {
        Context.Quantum.Begin(Stopwatch.GetTimestamp());
        return _operator.Poll();
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

    /// <summary>All shares of a source, one after the other.</summary>
    public static async Task<List<List<T>>> ReadAllAsync(Source<T> source, int parallelism)
    {
        var shares = new List<List<T>>();
        for (var subtask = 0; subtask < parallelism; subtask++)
        {
            using var harness = new SourceHarness<T>(source, subtask, parallelism);
            shares.Add(await harness.ReadToEndAsync());
        }

        return shares;
    }

    public void Dispose() => _operator.Close();
}
