namespace FlowActors.State.Memory.Tables;

/// <summary>Removing by going round, some slots at a time.</summary>
internal sealed partial class MemoryTable<TKey, TNamespace, TValue>
{
    private int _swept;
    private long _sweepCredit;

    /// <summary>
    /// Goes on round the table for so many steps: one for a slot, and one for each element in it. An entry that has more of them than there
    /// are steps waits until later calls have brought enough, so that a large one is not gone through again and again.
    /// </summary>
    public void Sweep<TSweeper>(TSweeper sweeper, int steps)
        where TSweeper : struct, IEntrySweeper<TValue>
    {
        if (steps == 0) return;
        _sweepCredit += steps;
        for (var looked = 0; looked < _entries.Length && _sweepCredit > 0; looked++)
        {
            var slot = _swept & (_entries.Length - 1);
            ref var entry = ref _entries[slot];
            if (entry.Occupied)
            {
                var count = sweeper.CountOf(entry.Value);
                if (count > _sweepCredit) return;
                _sweepCredit -= count;
                if (_frozen is not null && sweeper.Finds(entry.Value)) _frozen.Keep(slot);
                if (sweeper.Empties(entry.Value))
                {
                    // Another may lie in this slot now: it is looked at next.
                    RemoveAt(slot);
                    continue;
                }
            }
            else
            {
                _sweepCredit--;
            }

            _swept = slot + 1;
        }

        // Nothing is saved up by a table that was gone through.
        if (_sweepCredit > steps) _sweepCredit = 0;
    }
}
