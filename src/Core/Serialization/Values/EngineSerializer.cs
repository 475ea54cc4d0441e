namespace FlowActors.Serialization;

/// <summary>Base of the engine's own value serializers: schema and immutability follow from the parts.</summary>
internal abstract class EngineSerializer<T> : TypeSerializer<T>
{
    private TypeSchema? _schema;
    private bool? _immutable;

    public sealed override TypeSchema Schema => _schema ??= new SchemaScope().Of(this);

    public sealed override bool IsImmutable => _immutable ??= Immutability.Of(this);

    internal abstract override bool IsShallowlyImmutable { get; }

    internal abstract override TypeSchema Describe(SchemaScope scope);
}

/// <summary>A serializer of a primitive, which a schema names and never refers to.</summary>
internal interface IPrimitiveSerializer;
