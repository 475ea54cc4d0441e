namespace FlowActors.State.Operator;

internal sealed class OperatorListState<T>(string name, string operatorName) : IOperatorListState<T>
{
    private List<T> _values = [];
    private int _changes;

    public int Count => _values.Count;

    public IEnumerable<T> Get() => Enumerate(_changes);

    public void Add(T value)
    {
        _values.Add(value);
        _changes++;
    }

    public void AddAll(IEnumerable<T> values)
    {
        T[] added = [.. values];
        _values.AddRange(added);
        _changes++;
    }

    // Taken whole before it replaces: the values may be made from this very list, or fail half-way.
    public void Update(IEnumerable<T> values)
    {
        _values = [.. values];
        _changes++;
    }

    public void Clear()
    {
        _values = [];
        _changes++;
    }

    private IEnumerable<T> Enumerate(int changes)
    {
        for (var i = 0; ; i++)
        {
            if (_changes != changes) throw ChangedState.Exception(name, operatorName);
            if (i == _values.Count) yield break;
            yield return _values[i];
        }
    }
}
