using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;
using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Bench.Campaigns.Memory;

/// <summary>
/// Gives its key another value, which cannot be compressed, after it has looked at the one before. For negative keys, which come before the filling, it makes what it makes for
/// others, and keeps nothing: what the process takes then is what it takes without state.
/// </summary>
internal sealed class UpdatedValues(MemoryProgress progress) : KeyedProcessFunction<int, int, int>, ICheckpointListener
{
    private IValueState<byte[]>? _value;

    public override void Open(IKeyedRuntimeContext context) => _value = context.GetState(new ValueStateDescriptor<byte[]>("value"));

    public override void ProcessElement(int value, IKeyedProcessContext<int> context, Collector<int> output)
    {
        if (value < 0)
        {
            Check(Bytes(value, 1), value);
            Check(Bytes(value, 2), value);
            return;
        }

        var number = 1L;
        if (_value!.Value() is { } before)
        {
            Check(before, value);
            number += UnpackableBytes.NumberOf(before);
        }

        _value.Update(Bytes(value, number));
        progress.Counted(isNew: number == 1);
    }

    public void NotifyCheckpointComplete(long checkpointId) => progress.Completed(checkpointId);

    private static void Check(byte[] bytes, int key)
    {
        if (bytes.Length != MemoryOrder.ValueBytes || UnpackableBytes.KeyOf(bytes) != key)
            throw new BenchException($"Key {key} has the value of another one, or a part of one.");
    }

    private static byte[] Bytes(int key, long number) => UnpackableBytes.Of(key, number, MemoryOrder.ValueBytes);
}
