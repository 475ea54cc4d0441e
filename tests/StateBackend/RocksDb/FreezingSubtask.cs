using System.Runtime.ExceptionServices;
using FlowActors.State;
using FlowActors.State.Snapshots.Files;

namespace FlowActors.StateBackend.Tests.RocksDb;

/// <summary>One subtask whose state is frozen, written in slices and linked on another thread, as a script says.</summary>
internal sealed class FreezingSubtask(IStateScope scope, KeyGroupRange groups, SnapshotForm form)
{
    private readonly IFrozenState _frozen = scope.Freeze(form);
    private readonly MemoryStream _stream = new();
    private SnapshotFileWriter? _writer;
    private Thread? _thread;
    private DatabaseFiles? _linked;
    private Exception? _failure;
    private bool _isWritten;

    public bool IsDone { get; private set; }

    /// <summary>Whether the database may wait for who goes on from what is stored, as at a barrier behind which the subtask stands still.</summary>
    public bool MayWait { get; init; }

    /// <summary>What was stored, once it is done.</summary>
    public StoredPart Stored { get; private set; } = new(groups, []);

    /// <summary>Writes some slices, or what there is.</summary>
    public void WriteSome(int slices)
    {
        for (; slices > 0 && !_isWritten; slices--) WriteSlice();
    }

    /// <summary>Links on another thread, if all is written.</summary>
    public void BeginLink()
    {
        if (!_isWritten || IsDone || _thread is not null) return;
        var database = _frozen.Database!;
        _thread = new Thread(() =>
        {
            try
            {
                _linked = database.Link(CancellationToken.None);
            }
            catch (Exception e)
            {
                _failure = e;
            }
        });
        _thread.Start();
    }

    /// <summary>Waits for the links, if somebody makes them, and stores the files.</summary>
    public void EndLink(DatabaseStore store)
    {
        if (_thread is null || IsDone) return;
        Join();
        Stored = new(groups, _stream.ToArray(), store.Store(_linked!)) { Linked = MayWait ? _linked : null };
        if (MayWait) _linked!.Kept!.Expect();
        else _linked!.Dispose();
        _frozen.Dispose();
        IsDone = true;
    }

    public void Finish(DatabaseStore store)
    {
        while (!_isWritten) WriteSlice();
        BeginLink();
        EndLink(store);
    }

    /// <summary>Nobody wants it any more.</summary>
    public void Abandon()
    {
        _thread?.Join();
        _linked?.Dispose();
        _frozen.Dispose();
    }

    private void WriteSlice()
    {
        _writer ??= new SnapshotFileWriter(_stream);
        if (!_frozen.WriteSome(_writer, until: 0)) return;
        _isWritten = true;
        _writer.Complete();
        if (_frozen.Database is not null) return;
        _frozen.Dispose();
        Stored = new(groups, _stream.ToArray());
        IsDone = true;
    }

    private void Join()
    {
        _thread!.Join();
        if (_failure is not null) ExceptionDispatchInfo.Throw(_failure);
    }
}
