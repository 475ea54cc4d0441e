namespace FlowActors.Serialization;

/// <summary>Four integers; a part that is not given is -1 and comes first.</summary>
internal sealed class VersionKey : EngineKey<Version>
{
    public override void Serialize(ByteWriter writer, Version value)
    {
        ArgumentNullException.ThrowIfNull(value);
        ref var target = ref writer.Claim(16);
        ReadOnlySpan<int> parts = [value.Major, value.Minor, value.Build, value.Revision];
        for (var i = 0; i < 4; i++) IntegerKeyCodec<int>.Write(ref System.Runtime.CompilerServices.Unsafe.Add(ref target, 4 * i), parts[i]);
    }

    public override Version Deserialize(ref ByteReader reader)
    {
        Span<int> parts = stackalloc int[4];
        foreach (ref var part in parts) part = IntegerKeyCodec<int>.Read(ref reader.Claim(4));
        return parts switch
        {
            [>= 0, >= 0, -1, -1] => new Version(parts[0], parts[1]),
            [>= 0, >= 0, >= 0, -1] => new Version(parts[0], parts[1], parts[2]),
            [>= 0, >= 0, >= 0, >= 0] => new Version(parts[0], parts[1], parts[2], parts[3]),
            _ => throw reader.Corrupt("the parts of a Version key are none"),
        };
    }

    public override int StableHash(Version key) => StableHashes.Combine(
        StableHashes.Combine(StableHashes.Combine(key.Major, key.Minor), key.Build), key.Revision);

    public override bool Equals(Version? x, Version? y) => x == y;
}
