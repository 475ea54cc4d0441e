using FlowActors.Serialization;

namespace FlowActors.State.Memory.Keyed;

/// <summary>
/// Keeps what is in state apart from what others hold: copies values of mutable types as they enter or leave, others never.
/// </summary>
internal readonly struct Copier<T>(TypeSerializer<T> serializer, bool copyMutableValues)
{
    private readonly TypeSerializer<T>? _serializer = copyMutableValues && !serializer.IsImmutable ? serializer : null;

    public T Apart(T value) => _serializer is null ? value : _serializer.Copy(value);
}
