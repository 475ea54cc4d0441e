using FlowActors.Serialization;

namespace FlowActors.Sources.Coordination;

/// <summary>Splits as the bytes that they travel and are kept as. Used by one thread at a time.</summary>
/// <typeparam name="TSplit">The splits.</typeparam>
internal sealed class SplitBytes<TSplit>(SerializerRegistry serializers)
    where TSplit : ISourceSplit
{
    private readonly TypeSerializer<TSplit> _serializer = serializers.Get<TSplit>();
    private readonly ByteWriter _writer = new();

    public SerializerRegistry Serializers => serializers;

    /// <summary>The split with its name, for who does not know its type.</summary>
    public StageSplit Name(TSplit split) => new(split.SplitId, Write(split));

    public byte[] Write(TSplit split)
    {
        _writer.Reset();
        _serializer.Serialize(_writer, split);
        return _writer.WrittenSpan.ToArray();
    }

    public TSplit Read(byte[] bytes)
    {
        var reader = new ByteReader(bytes);
        return _serializer.Deserialize(ref reader);
    }
}
