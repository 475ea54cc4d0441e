using FlowActors.Serialization;
using FlowActors.State.Tables;

namespace FlowActors.State.Keyed;

/// <summary>
/// Keeps what is in state apart from what others hold: copies values of mutable types as they enter or leave, others never.
/// </summary>
internal readonly struct Copier<T>(TypeSerializer<T> serializer, bool copyMutableValues)
{
    private readonly TypeSerializer<T>? _serializer = copyMutableValues && !serializer.IsImmutable ? serializer : null;

    /// <summary>What happens to a value that leaves state as a copy; without copies the caller gets the live one.</summary>
    public Reading Reading => copyMutableValues ? Reading.ChangesNothing : Reading.MayChange;

    public T Apart(T value) => _serializer is null ? value : _serializer.Copy(value);
}
