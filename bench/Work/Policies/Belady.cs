namespace FlowActors.Bench.Work.Policies;

/// <summary>
/// What no policy can beat, as it knows the future, after Belady, "A Study of Replacement Algorithms for a Virtual-Storage Computer", IBM Systems Journal 5 (2),
/// 1966: who comes again last leaves, at once if it is the new one.
/// </summary>
/// <param name="capacity">How many entries it has at most.</param>
/// <param name="next">For each access the position of the next one of the same key; <see cref="int.MaxValue"/> if there is none.</param>
/// <param name="keys">Keys are below it.</param>
internal sealed class Belady(int capacity, int[] next, int keys) : Policy(capacity)
{
    private readonly bool[] _isThere = new bool[keys];

    // A key that was hit is there twice: what it had before lies in the past, behind all that may leave.
    private readonly PriorityQueue<int, int> _last = new();
    private int _position;
    private int _count;

    public override int Count => _count;

    public override bool Access(int key)
    {
        var again = next[_position++];
        var isHit = _isThere[key];
        if (!isHit)
        {
            _isThere[key] = true;
            _count++;
        }

        _last.Enqueue(key, -again);
        if (_count <= Capacity) return isHit;
        _isThere[_last.Dequeue()] = false;
        _count--;
        return isHit;
    }

    /// <summary>The next position of each access's key.</summary>
    public static int[] Next(int[] accesses, int keys)
    {
        var (next, seen) = (new int[accesses.Length], new int[keys]);
        Array.Fill(seen, int.MaxValue);
        for (var i = accesses.Length - 1; i >= 0; i--) (next[i], seen[accesses[i]]) = (seen[accesses[i]], i);
        return next;
    }
}
