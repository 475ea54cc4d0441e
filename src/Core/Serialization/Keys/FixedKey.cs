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

    // The name of an enum does not say how wide its bytes are.
    internal override TypeSchema Describe(SchemaScope scope) => typeof(T).IsEnum
        ? scope.Of(SchemaKind.Key, typeof(T), ("underlying", KeyPrimitives.Find(Enum.GetUnderlyingType(typeof(T)))!))
        : base.Describe(scope);
}
