using FlowActors.Runtime.Transport;
using FlowActors.Runtime.Transport.Frames;

namespace FlowActors.Runtime.Tests.Transport;

internal static class Messages
{
    public static FrameBuffer Of(params ReadOnlySpan<byte> bytes)
    {
        var message = FrameBuffer.Rent(bytes.Length);
        bytes.CopyTo(message.Bytes.AsSpan(FrameBuffer.Start));
        message.Length = bytes.Length;
        return message;
    }

    /// <summary>Bytes that differ from those of any other seed and from their own neighbours.</summary>
    public static byte[] Random(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Sends, and waits for room as often as it is refused.</summary>
    public static async Task SendAsync(IFrameOutput output, RecordingEvents events, byte[] bytes, byte kind = 0)
    {
        var message = Of(bytes);
        while (!output.TrySend(message, kind))
        {
            if (events.Failed.IsCompleted) throw await events.Failed;
            await events.WritableAsync();
        }
    }
}
