using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;
using FlowActors.Serialization;

namespace FlowActors.Bench.Candidates;

/// <summary>The engine's deserializer on the bytes of the same table, a call for the whole of it, as for a batch.</summary>
internal sealed class EngineDeserialize(string name, long records, Order[] orders, Contender handwritten)
    : Contender(name, records, handwritten.Expected)
{
    private readonly TypeSerializer<Order> _serializer = new SerializerRegistry().Get<Order>();
    private readonly Order[] _decoded = new Order[orders.Length];
    private byte[] _bytes = [];

    public override ValueTask PrepareAsync()
    {
        _bytes = SameBytes.Check(_serializer, orders);
        return base.PrepareAsync();
    }

    public override ValueTask<long> RunAsync()
    {
        var sum = 0L;
        for (var done = 0L; done < Records; done += _decoded.Length)
        {
            var reader = new ByteReader(_bytes);
            _serializer.DeserializeMany(ref reader, _decoded);
            sum += Orders.Sum(_decoded);
        }

        return ValueTask.FromResult(sum);
    }
}
