using System.Diagnostics;
using FlowActors.Operators;

namespace FlowActors.Tests.Harness;

/// <summary>Leads one operator through its life without a runtime.</summary>
internal sealed class OperatorHarness<TIn, TOut> : IDisposable
{
    private readonly OneInputOperator<TIn, TOut> _operator;

    public OperatorHarness(OneInputOperator<TIn, TOut> @operator, TestOperatorContext? context = null)
    {
        Context = context ?? new TestOperatorContext();
        Output = new RecordingOutput<TOut>(Context.Quantum);
        _operator = @operator;
        Context.Outputs[0] = Output;
        @operator.Setup(Context);
        @operator.Open();
        Context.Quantum.Begin(Stopwatch.GetTimestamp());
    }

    public TestOperatorContext Context { get; }

    public RecordingOutput<TOut> Output { get; }

    public IReadOnlyList<TOut> Values => Output.Values;

    public OperatorHarness<TIn, TOut> Send(params TIn[] values)
    {
        foreach (var value in values) _operator.Collect(value, Timestamps.None);
        return this;
    }

    public void SendAt(TIn value, long timestamp) => _operator.Collect(value, timestamp);

    public void Watermark(long timestamp) => _operator.Watermark(timestamp);

    public void Status(bool active) => _operator.Status(active);

    public Progress Resume()
    {
        Context.Quantum.Begin(Stopwatch.GetTimestamp());
        return _operator.Resume();
    }

    public void End()
    {
        _operator.EndInput(0);
        _operator.Finish();
        Context.RunCompleted();
    }

    public void Dispose() => _operator.Close();
}
