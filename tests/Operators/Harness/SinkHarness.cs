using FlowActors.Operators;
using FlowActors.Sinks;

namespace FlowActors.Tests.Harness;

/// <summary>Leads the subtasks of one sink through their lives.</summary>
internal sealed class SinkHarness<T> : IDisposable
{
    private readonly SinkOperator<T>[] _subtasks;

    public SinkHarness(Sink<T> sink, int parallelism = 1)
    {
        var job = JobId.Create();
        Contexts = [.. Enumerable.Range(0, parallelism).Select(i => new TestOperatorContext { Job = job, Subtask = i, Subtasks = parallelism })];
        _subtasks = [.. Contexts.Select(_ => new SinkOperator<T>(sink))];
        for (var i = 0; i < parallelism; i++) _subtasks[i].Setup(Contexts[i]);
        foreach (var subtask in _subtasks) subtask.Open();
    }

    public TestOperatorContext[] Contexts { get; }

    public SinkHarness<T> Write(int subtask, params T[] values)
    {
        foreach (var value in values) _subtasks[subtask].Collect(value, Timestamps.None);
        return this;
    }

    public SinkHarness<T> EndInput()
    {
        foreach (var subtask in _subtasks) subtask.EndInput(0);
        return this;
    }

    public SinkHarness<T> Finish()
    {
        for (var subtask = 0; subtask < _subtasks.Length; subtask++) Finish(subtask);
        return this;
    }

    public void Finish(int subtask)
    {
        _subtasks[subtask].Finish();
        Contexts[subtask].RunCompleted();
        Assert.Equal(Progress.Done, _subtasks[subtask].Resume());
    }

    public void Dispose()
    {
        foreach (var subtask in _subtasks) subtask.Close();
    }
}
