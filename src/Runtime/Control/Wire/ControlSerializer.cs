using System.Text;
using System.Text.Json;
using Akka.Actor;
using Akka.Serialization;
using FlowActors.Runtime.Control.Placement;
using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks;

namespace FlowActors.Runtime.Control.Wire;

/// <summary>
/// Every control message and persisted event as JSON under a versioned manifest. An envelope is its command's manifest with a
/// prefix, and before the command's bytes one byte that is 1 for a vertex that blocks, and the shard id (one byte of length, UTF-8).
/// </summary>
internal sealed class ControlSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private const string EnvelopePrefix = "shard/";

    /// <summary>The serializer's number on the wire. Frozen.</summary>
    public override int Identifier => 7301;

    public override string Manifest(object o) => o is ShardEnvelope envelope
        ? EnvelopePrefix + ControlManifests.Of(envelope.Command.GetType()).Manifest
        : ControlManifests.Of(o.GetType()).Manifest;

    public override byte[] ToBinary(object obj)
    {
        if (obj is not ShardEnvelope envelope) return Write(obj);
        var shard = Encoding.UTF8.GetBytes(envelope.ShardId);
        return [envelope.IsBlocking ? (byte)1 : (byte)0, checked((byte)shard.Length), .. shard, .. ToBinary(envelope.Command)];
    }

    public override object FromBinary(byte[] bytes, string manifest)
    {
        if (!manifest.StartsWith(EnvelopePrefix, StringComparison.Ordinal)) return Read(bytes, manifest);
        var command = (SubtaskProtocol.ICommand)Read(bytes.AsSpan(2 + bytes[1]), manifest[EnvelopePrefix.Length..]);
        return new ShardEnvelope(Encoding.UTF8.GetString(bytes, 2, bytes[1]), command, bytes[0] == 1);
    }

    // Makers keep within the limits. What does not has to be seen here, where it has a name: Akka.Remote would drop it.
    private static byte[] Write(object message)
    {
        var (manifest, type) = ControlManifests.Of(message.GetType());
        var bytes = JsonSerializer.SerializeToUtf8Bytes(message, type);
        return bytes.Length <= ControlLimits.MessageBytesMax ? bytes : throw new InvalidOperationException(
            $"The control message '{manifest}' takes {bytes.Length} bytes and cannot be sent or written down; {ControlLimits.MessageBytesMax} are allowed.");
    }

    private static object Read(ReadOnlySpan<byte> bytes, string manifest) =>
        JsonSerializer.Deserialize(bytes, ControlManifests.Find(manifest))!;
}
