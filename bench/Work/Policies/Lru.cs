namespace FlowActors.Bench.Work.Policies;

/// <summary>Who was used least recently leaves.</summary>
internal sealed class Lru : Policy
{
    private readonly KeyList _used;

    public Lru(int capacity, int keys)
        : base(capacity) => _used = new KeyList(new KeyLinks(keys), 1);

    public override int Count => _used.Count;

    public override bool Access(int key)
    {
        if (_used.Has(key))
        {
            _used.MoveToFirst(key);
            return true;
        }

        if (_used.Count == Capacity) _used.RemoveLast();
        _used.AddFirst(key);
        return false;
    }
}
