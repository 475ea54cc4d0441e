namespace FlowActors.State.Memory.Operator;

internal sealed class MemoryOperatorListState<T> : IOperatorListState<T>
{
    private List<T> _values = [];

    public IReadOnlyList<T> Get() => _values;

    public void Add(T value) => _values.Add(value);

    // Taken whole before it replaces: the values may be made from this very list, or fail half-way.
    public void Update(IEnumerable<T> values) => _values = [.. values];

    public void Clear() => _values = [];
}
