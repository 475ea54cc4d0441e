using System.Buffers.Binary;
using FlowActors.Runtime.Transport.Frames;

namespace FlowActors.Runtime.Exchange;

/// <summary>
/// A message between subtasks: one batch or several, each behind its length in bytes (4, little-endian). Full batches travel
/// together, because a message costs a system call and perhaps a thread switch on either side.
/// </summary>
internal static class BatchBundle
{
    private const int Prefix = sizeof(int);

    /// <summary>Appends a piece of a batch, from a record on: see <see cref="BatchCodec{T}.Encode"/>.</summary>
    /// <returns>The first record that was left out: the batch's count when none was.</returns>
    /// <exception cref="Serialization.GrowthLimitException">
    /// The first record alone makes the message longer than it may be; the message is unchanged.
    /// </exception>
    public static int Append<T>(FrameBuffer message, BatchCodec<T> codec, Elements.Batch<T> batch, int from, RemoteSettings limits)
    {
        var start = message.Length;
        message.Grow(start + Prefix);
        message.Length = start + Prefix;
        try
        {
            var to = codec.Encode(batch, from, message, limits.PieceBytes, limits.MessageBytesMax - start - Prefix);
            BinaryPrimitives.WriteInt32LittleEndian(message.Message[start..], message.Length - start - Prefix);
            return to;
        }
        catch
        {
            message.Length = start;
            throw;
        }
    }

    /// <summary>The bytes of the batch at <paramref name="position"/>, which moves behind it.</summary>
    /// <exception cref="InvalidOperationException">There is no whole batch: the sender encodes in another way.</exception>
    public static ReadOnlySpan<byte> Next(FrameBuffer message, ref int position)
    {
        var rest = message.Message[position..];
        var length = rest.Length < Prefix ? -1 : BinaryPrimitives.ReadInt32LittleEndian(rest);
        if (length < 0 || length > rest.Length - Prefix)
            throw new InvalidOperationException($"A message of {message.Length} bytes holds no batch at byte {position}; run the same build of FlowActors on all nodes.");
        position += Prefix + length;
        return rest.Slice(Prefix, length);
    }

    /// <summary>The number of batches.</summary>
    /// <exception cref="InvalidOperationException">The message does not consist of whole batches.</exception>
    public static int Count(FrameBuffer message)
    {
        var count = 0;
        for (var position = 0; position < message.Length; count++) Next(message, ref position);
        return count;
    }
}
