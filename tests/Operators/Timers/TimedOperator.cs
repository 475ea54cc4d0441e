using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Timers;

/// <summary>A keyed process function that does what records say, without a runtime.</summary>
internal sealed class TimedOperator : IDisposable
{
    private readonly OperatorHarness<Command, string> _harness;

    /// <param name="onTimer">What the function does when a timer fires; null for nothing.</param>
    /// <param name="context">The surroundings; null for new ones.</param>
    public TimedOperator(Action<long, IOnTimerContext<string>>? onTimer = null, TestOperatorContext? context = null) => _harness =
        new(new KeyedProcessOperator<string, Command, string>(c => c.Key, () => new ScriptedTimers(onTimer)), context);

    public TestOperatorContext Context => _harness.Context;

    public RecordingOutput<string> Output => _harness.Output;

    /// <summary>What was emitted since the last time.</summary>
    public string[] Taken()
    {
        string[] taken = [.. Output.Values];
        Output.Values.Clear();
        return taken;
    }

    public TimedOperator Do(string key, string verbs)
    {
        _harness.Send(new Command(key, verbs));
        return this;
    }

    public void Watermark(long timestamp) => _harness.Watermark(timestamp);

    public void Status(bool active) => _harness.Status(active);

    public Progress Resume() => _harness.Resume();

    /// <summary>The clock moves, and the subtask does what it left to be done.</summary>
    public void Advance(int ms)
    {
        Context.Clock.Advance(TimeSpan.FromMilliseconds(ms));
        Work();
    }

    /// <summary>What was brought back is done, and what was suspended resumed.</summary>
    public void Work()
    {
        Context.RunCompleted();
        Resume();
    }

    public void End() => _harness.End();

    public void Dispose() => _harness.Dispose();
}
