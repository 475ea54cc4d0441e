using FlowActors.Runtime.Exchange.InFlight;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Subtasks.Checkpoints;

/// <summary>
/// A batch that was under way, as an element of a snapshot file: 1 for the sender's end, else 0; the sender + 1, 0 for what came before all
/// channels; the receiver; then the batch as it travels between nodes. Numbers are varints.
/// </summary>
internal static class InFlightElement
{
    public static void Write(ByteWriter writer, ChannelId channel, ReadOnlySpan<byte> batch)
    {
        writer.WriteVarUInt32(channel.IsOutput ? 1u : 0u);
        writer.WriteVarUInt32((uint)(channel.Sender + 1));
        writer.WriteVarUInt32((uint)channel.Receiver);
        writer.WriteBytes(batch);
    }

    /// <returns>The batch.</returns>
    public static ReadOnlySpan<byte> Read(ReadOnlySpan<byte> element, out bool isOutput, out int sender, out int receiver)
    {
        var reader = new ByteReader(element);
        isOutput = reader.ReadVarUInt32() == 1;
        sender = (int)reader.ReadVarUInt32() - 1;
        receiver = (int)reader.ReadVarUInt32();
        return element[^reader.Remaining..];
    }
}
