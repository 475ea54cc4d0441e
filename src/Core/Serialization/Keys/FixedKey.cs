namespace FlowActors.Serialization;

internal sealed class FixedKey<T, TCodec> : EngineKey<T>
    where T : struct
    where TCodec : struct, IKeyCodec<T>
{
    public override bool NeedsNormalization => TCodec.NeedsNormalization;

    public override T Normalize(T key) => TCodec.Normalize(key);

    public override void Serialize(ByteWriter writer, T value) => TCodec.Write(ref writer.Claim(TCodec.Size), value);

    public override T Deserialize(ref ByteReader reader) => TCodec.Read(ref reader.Claim(TCodec.Size));

    public override int StableHash(T key) => TCodec.Hash(key);

    public override bool Equals(T x, T y) => TCodec.Equals(x, y);
}
