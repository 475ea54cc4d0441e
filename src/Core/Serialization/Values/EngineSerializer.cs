namespace FlowActors.Serialization;

/// <summary>Base of the engine's own value serializers: schema and immutability follow from the parts.</summary>
internal abstract class EngineSerializer<T> : TypeSerializer<T>
{
    private TypeSchema? _schema;
    private volatile Answer _immutable;

    /// <summary>One value, so that threads which find it out at once never see half of it.</summary>
    private enum Answer : byte
    {
        Unknown,
        Yes,
        No,
    }

    public sealed override TypeSchema Schema => _schema ??= new SchemaScope().Of(this);

    public sealed override bool IsImmutable
    {
        get
        {
            if (_immutable == Answer.Unknown) _immutable = Immutability.Of(this) ? Answer.Yes : Answer.No;
            return _immutable == Answer.Yes;
        }
    }

    internal abstract override bool IsShallowlyImmutable { get; }

    internal abstract override TypeSchema Describe(SchemaScope scope);
}

/// <summary>A serializer of a primitive, which a schema names and never refers to.</summary>
internal interface IPrimitiveSerializer;
