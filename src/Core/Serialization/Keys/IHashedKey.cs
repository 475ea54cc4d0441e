namespace FlowActors.Serialization;

/// <summary>A key serializer whose keys are hashed by who has only their bytes.</summary>
internal interface IHashedKey
{
    /// <summary>The stable hash of the key that comes next; leaves the reader behind it.</summary>
    int ReadHash(ref ByteReader reader);
}
