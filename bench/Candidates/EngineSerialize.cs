using FlowActors.Bench.Baselines;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;
using FlowActors.Serialization;

namespace FlowActors.Bench.Candidates;

/// <summary>The engine's serializer on the same table, a call for the whole of it, as for a batch.</summary>
internal sealed class EngineSerialize(string name, long records, Order[] orders, Contender handwritten)
    : Contender(name, records, handwritten.Expected)
{
    private readonly TypeSerializer<Order> _serializer = new SerializerRegistry().Get<Order>();
    private readonly ByteWriter _writer = new(HandwrittenEncode.BufferBytes);

    public override ValueTask PrepareAsync()
    {
        SameBytes.Check(_serializer, orders);
        return base.PrepareAsync();
    }

    public override ValueTask<long> RunAsync()
    {
        var bytes = 0L;
        for (var done = 0L; done < Records; done += orders.Length)
        {
            _writer.Reset();
            _serializer.SerializeMany(_writer, orders);
            bytes += _writer.Position;
        }

        return ValueTask.FromResult(bytes);
    }
}
