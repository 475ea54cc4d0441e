using FlowActors.Bench.Baselines;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;
using FlowActors.Serialization;

namespace FlowActors.Bench.Candidates;

/// <summary>A comparison is only one if both sides write the same bytes.</summary>
internal static class SameBytes
{
    /// <summary>The engine's bytes of the orders.</summary>
    /// <exception cref="BenchException">They are not the hand-written ones.</exception>
    public static byte[] Check(TypeSerializer<Order> serializer, Order[] orders)
    {
        var writer = new ByteWriter();
        serializer.SerializeMany(writer, orders);
        var engine = writer.WrittenSpan;
        var buffer = new byte[HandwrittenEncode.BufferBytes];
        var handwritten = buffer.AsSpan(0, HandwrittenEncode.Encode(buffer, orders));
        if (engine.SequenceEqual(handwritten)) return engine.ToArray();
        var same = engine.CommonPrefixLength(handwritten);
        throw new BenchException(
            $"The serializer's bytes of {orders.Length} orders ({engine.Length} bytes) differ from the hand-written ones ({handwritten.Length} bytes) from byte {same} on. If the format was changed on purpose, change OrderCodec to it.");
    }
}
