using FlowActors.Serialization;

namespace FlowActors.Operators;

/// <summary>
/// Copies results that may share a mutable object with state: an operator never emits what it or the state changes later.
/// Does nothing for immutable types, and where copies are switched off.
/// </summary>
internal readonly struct ResultCopier<T>
{
    private readonly TypeSerializer<T>? _serializer;

    public ResultCopier(OperatorContext context)
    {
        var serializer = context.Serializers.Get<T>();
        _serializer = serializer.IsImmutable || !context.CopyMutableState ? null : serializer;
    }

    public T Copy(T value) => _serializer is null ? value : _serializer.Copy(value);
}
