using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Baselines;

/// <summary>Reads the bytes of the table of orders again and again. The result is the sum over all members.</summary>
internal sealed class HandwrittenDecode(string name, long records, Order[] orders)
    : Contender(name, records, records / orders.Length * Orders.Sum(orders))
{
    private readonly byte[] _bytes = new byte[HandwrittenEncode.BufferBytes];
    private readonly Order[] _decoded = new Order[orders.Length];

    public override ValueTask PrepareAsync()
    {
        HandwrittenEncode.Encode(_bytes, orders);
        return base.PrepareAsync();
    }

    public override ValueTask<long> RunAsync()
    {
        var sum = 0L;
        for (var done = 0L; done < Records; done += _decoded.Length)
        {
            Decode(_bytes, _decoded);
            sum += Orders.Sum(_decoded);
        }

        return ValueTask.FromResult(sum);
    }

    private static void Decode(byte[] bytes, Order[] decoded)
    {
        var position = 0;
        for (var i = 0; i < decoded.Length; i++) decoded[i] = OrderCodec.Read(bytes, ref position);
    }
}
