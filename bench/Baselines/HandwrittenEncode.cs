using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Baselines;

/// <summary>Writes the table of orders again and again into one array. The result is the number of bytes.</summary>
internal sealed class HandwrittenEncode(string name, long records, Order[] orders)
    : Contender(name, records, records / orders.Length * Encode(new byte[BufferBytes], orders))
{
    public const int BufferBytes = 128 * 1024;

    private readonly byte[] _buffer = new byte[BufferBytes];

    public override ValueTask<long> RunAsync()
    {
        var bytes = 0L;
        for (var done = 0L; done < Records; done += orders.Length) bytes += Encode(_buffer, orders);
        return ValueTask.FromResult(bytes);
    }

    /// <summary>Writes the orders one behind the other; gives the number of bytes.</summary>
    public static int Encode(byte[] buffer, Order[] orders)
    {
        var position = 0;
        foreach (var order in orders) position += OrderCodec.Write(buffer.AsSpan(position), order);
        return position;
    }
}
