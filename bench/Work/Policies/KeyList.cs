namespace FlowActors.Bench.Work.Policies;

/// <summary>Keys in an order: a queue, or a list of which the last was used least recently.</summary>
/// <param name="links">Where all keys stand.</param>
/// <param name="number">The number of this list, another for each.</param>
internal sealed class KeyList(KeyLinks links, byte number)
{
    private const int None = -1;

    private int _first = None;

    public int Count { get; private set; }

    /// <summary>The last key, of a list that is not empty.</summary>
    public int Last { get; private set; } = None;

    public bool Has(int key) => links.Place[key] == number;

    /// <summary>A key that is in no list comes before all others.</summary>
    public void AddFirst(int key)
    {
        links.Place[key] = number;
        (links.Before[key], links.Behind[key]) = (None, _first);
        if (_first == None) Last = key;
        else links.Before[_first] = key;
        _first = key;
        Count++;
    }

    public void Remove(int key)
    {
        var (before, behind) = (links.Before[key], links.Behind[key]);
        if (before == None) _first = behind;
        else links.Behind[before] = behind;
        if (behind == None) Last = before;
        else links.Before[behind] = before;
        links.Place[key] = KeyLinks.Nowhere;
        Count--;
    }

    public int RemoveLast()
    {
        var last = Last;
        Remove(last);
        return last;
    }

    public void MoveToFirst(int key)
    {
        if (key == _first) return;
        Remove(key);
        AddFirst(key);
    }
}
