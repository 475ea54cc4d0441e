namespace FlowActors.Serialization;

/// <summary>Base of the engine's own key serializers. A key never changes, so a copy is the key itself.</summary>
internal abstract class EngineKey<TKey> : KeySerializer<TKey>, IHashedKey
{
    private TypeSchema? _schema;

    public sealed override bool IsImmutable => true;

    public sealed override TypeSchema Schema => _schema ??= new SchemaScope().Of(this);

    public sealed override TKey Copy(TKey value) => value;

    public int ReadHash(ref ByteReader reader) => StableHash(Deserialize(ref reader));

    internal override TypeSchema Describe(SchemaScope scope) => TypeSchema.Of(SchemaKind.Key, TypeNames.Of(typeof(TKey)), []);
}
