using FlowActors.Sinks;

namespace FlowActors.Tests.Sinks.Commits;

/// <summary>What a writer prepared at one barrier, or what is left of it.</summary>
internal sealed record Prepared(int Number, List<int> Records);

/// <summary>
/// Where a <see cref="LedgerSink"/> commits to: an idempotent store that outlives attempts, and a script of what becomes of commits.
/// </summary>
internal sealed class Ledger
{
    private readonly HashSet<(int Number, int Record)> _entries = [];

    /// <summary>Every record that is visible, in the order of commits.</summary>
    public List<int> Visible { get; } = [];

    /// <summary>The records that were given up.</summary>
    public List<int> Given { get; } = [];

    /// <summary>The number of each thing prepared that was committed, in order.</summary>
    public List<int> Order { get; } = [];

    /// <summary>Says what becomes of a request; null commits it.</summary>
    public Action<CommitRequest<Prepared>>? Script { get; set; }

    /// <summary>How many things were prepared in all attempts.</summary>
    public int PreparedCount { get; set; }

    /// <summary>Commits, as often as it is asked to.</summary>
    /// <returns>False when that was done before.</returns>
    public bool Commit(Prepared prepared)
    {
        var isNew = false;
        foreach (var record in prepared.Records.Where(record => _entries.Add((prepared.Number, record))))
        {
            Visible.Add(record);
            isNew = true;
        }

        if (isNew) Order.Add(prepared.Number);
        return isNew;
    }
}

/// <summary>A sink on a <see cref="Ledger"/> whose writer keeps back the records of an odd number until the next barrier.</summary>
internal sealed class LedgerSink(Ledger ledger, bool atEndOnly = false) : StatefulCommittingSink<int, int, Prepared>
{
    public override bool ShowsResultsAtEndOnly => atEndOnly;

    public override StatefulCommittingSinkWriter<int, int, Prepared> CreateWriter() => new Writer(ledger);

    public override Committer<Prepared> CreateCommitter() => new LedgerCommitter(ledger);

    private sealed class Writer(Ledger ledger) : StatefulCommittingSinkWriter<int, int, Prepared>
    {
        private readonly List<int> _open = [];
        private readonly List<int> _full = [];
        private bool _isEnded;

        public override void Restore(IReadOnlyList<int> state) => _open.AddRange(state);

        public override void Write(int value, long timestamp) => _open.Add(value);

        public override void Flush(bool endOfInput)
        {
            _isEnded = endOfInput;
            _full.AddRange(_open.Where(value => endOfInput || value % 2 == 0));
            _open.RemoveAll(_full.Contains);
        }

        public override IReadOnlyCollection<Prepared> PrepareCommit()
        {
            if (_full.Count == 0) return [];
            var prepared = new Prepared(++ledger.PreparedCount, [.. _full]);
            _full.Clear();
            return [prepared];
        }

        public override IEnumerable<int> Snapshot(long checkpointId)
        {
            Assert.False(_isEnded && _open.Count > 0);
            return [.. _open];
        }
    }

    private sealed class LedgerCommitter(Ledger ledger) : Committer<Prepared>
    {
        public override Task CommitAsync(IReadOnlyList<CommitRequest<Prepared>> requests, CancellationToken cancellationToken)
        {
            foreach (var request in requests)
            {
                if (ledger.Script is { } script) script(request);
                else if (!ledger.Commit(request.Committable)) request.SignalAlreadyCommitted();
            }

            return Task.CompletedTask;
        }
    }
}
