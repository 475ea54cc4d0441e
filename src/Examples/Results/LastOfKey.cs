using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Examples;

/// <summary>
/// Emits the last record of each key when the input has ended. Until then it is keyed state, so that it survives a restart, and finds its
/// subtask again when their number changes.
/// </summary>
internal sealed class LastOfKey<TKey, T> : KeyedProcessFunction<TKey, T, T>
{
    private IValueState<T>? _last;

    public override void Open(IKeyedRuntimeContext context) => _last = context.GetState(new ValueStateDescriptor<T>("last"));

    public override void ProcessElement(T value, IKeyedProcessContext<TKey> context, Collector<T> output)
    {
        // The end of the input is the highest watermark.
        if (!_last!.TryPeek(out _)) context.TimerService.RegisterEventTimeTimer(Timestamps.MaxWatermark);
        _last.Update(value);
    }

    public override void OnTimer(long timestamp, IOnTimerContext<TKey> context, Collector<T> output)
    {
        output.Collect(_last!.Value()!);
        _last.Clear();
    }
}
