using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Journal;

namespace FlowActors.Runtime.Tests.Cluster;

/// <summary>What a journal does to a write that goes wrong.</summary>
public enum JournalFault
{
    /// <summary>Nothing is written, and that is told as a failure.</summary>
    Fails,

    /// <summary>Nothing is written, and that is told as a rejection.</summary>
    Rejects,

    /// <summary>The first of several decisions is written, and a failure told.</summary>
    WritesFirstAndFails,

    /// <summary>All is written, and a failure is told all the same: the connection broke before the answer.</summary>
    WritesAndFails,
}

/// <summary>Makes one of the writes of a journal in memory go wrong.</summary>
internal sealed class JournalFaults : IDisposable
{
    private static readonly ConcurrentDictionary<string, JournalFaults> All = new();
    private readonly string _id = Guid.NewGuid().ToString("n");
    private JournalFault _fault;
    private int _countdown;
    private bool _isFull;

    public JournalFaults() => All[_id] = this;

    /// <summary>The configuration of a host with this journal.</summary>
    public string Configuration => $$"""
        akka.persistence.journal.inmem {
          class = "{{typeof(Journal).AssemblyQualifiedName}}"
          faults = "{{_id}}"
        }
        """;

    /// <summary>True once the fault has happened.</summary>
    public bool HasStruck => Volatile.Read(ref _countdown) <= 0;

    public void Dispose() => All.TryRemove(_id, out _);

    /// <summary>Lets so many writes pass and then one go wrong.</summary>
    public void StrikeAfter(int writes, JournalFault fault)
    {
        _fault = fault;
        Volatile.Write(ref _countdown, writes + 1);
    }

    /// <summary>Lets so many writes pass, and none after that.</summary>
    public void FillAfter(int writes)
    {
        _isFull = true;
        StrikeAfter(writes, JournalFault.Fails);
    }

    private bool Strikes() => _isFull ? Interlocked.Decrement(ref _countdown) <= 0 : Interlocked.Decrement(ref _countdown) == 0;

    private sealed class Journal(Config config) : MemoryJournal
    {
        private readonly JournalFaults _faults = All[config.GetString("faults")];

        protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
        {
            var writes = messages.ToList();
            if (!_faults.Strikes()) return await base.WriteMessagesAsync(writes, cancellationToken);
            if (_faults._fault == JournalFault.Rejects) return [.. writes.Select(_ => new IOException("The journal rejects this."))];
            if (_faults._fault == JournalFault.WritesFirstAndFails) await base.WriteMessagesAsync(writes.Take(1), cancellationToken);
            if (_faults._fault == JournalFault.WritesAndFails) await base.WriteMessagesAsync(writes, cancellationToken);
            throw new IOException("The journal is full.");
        }
    }
}
