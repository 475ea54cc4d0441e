using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.State;
using FlowActors.State.Snapshots.Files;

namespace FlowActors.Runtime.Subtasks.Checkpoints;

/// <summary>A file of a subtask's part of a checkpoint on its way to the storage; none comes into being where nothing is written. Used on the subtask's thread.</summary>
internal sealed class SnapshotFileWork : IDisposable
{
    private readonly StateUpload _upload;
    private readonly SnapshotFileWriter _file;
    private readonly CountingWriter _writer;
    private readonly Action<StateHandle?, Exception?> _ended;

    /// <param name="create">Begins the file.</param>
    /// <param name="runBlocking">Runs something on a thread that may block.</param>
    /// <param name="wake">Wakes the subtask; safe from any thread.</param>
    /// <param name="post">Posts something to the subtask's thread; safe from any thread.</param>
    /// <param name="ended">Told once: the file, that there is none, or why it could not be written. Not after it was disposed of.</param>
    public SnapshotFileWork(Func<IStateFileWriter> create, Action<Action> runBlocking, Action wake, Action<Action> post, Action<StateHandle?, Exception?> ended)
    {
        _ended = ended;
        _upload = new StateUpload(create, runBlocking, wake, (file, failure) => post(() => ended(file, failure)));
        _file = new SnapshotFileWriter(_upload);
        _writer = new CountingWriter(_file);
    }

    /// <summary>Where the elements go.</summary>
    public IStateWriter Writer => _writer;

    /// <summary>Whether so much waits that nothing more should be written now.</summary>
    public bool IsFull => _upload.IsFull;

    /// <summary>All is written.</summary>
    /// <param name="isWanted">Whether there is to be a file though no element was written: it says which states there are.</param>
    public void Complete(bool isWanted = false)
    {
        if (_writer.IsEmpty && !isWanted)
        {
            _upload.Cancel();
            _ended(null, null);
            return;
        }

        _file.Complete();
        _upload.Complete();
    }

    /// <summary>The file is not wanted any more.</summary>
    public void Dispose() => _upload.Cancel();
}
