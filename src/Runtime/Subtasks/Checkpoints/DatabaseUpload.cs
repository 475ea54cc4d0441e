using System.Buffers;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks.LocalRecovery;
using FlowActors.State;

namespace FlowActors.Runtime.Subtasks.Checkpoints;

/// <summary>A database that was brought to the storage.</summary>
/// <param name="Snapshot">All of its files.</param>
/// <param name="Written">Those that were not there before.</param>
internal sealed record UploadedDatabase(DatabaseSnapshot Snapshot, IReadOnlyList<StateHandle> Written);

/// <summary>Where the files of a database go.</summary>
/// <param name="Create">Begins a stored file.</param>
/// <param name="Find">The stored file that is named again instead of being stored; null for none. Called by any thread.</param>
/// <param name="IsShared">Whether later checkpoints may name the files that never change.</param>
/// <param name="Discard">Deletes stored files of which nobody has heard.</param>
/// <param name="Keep">Takes the files over when they are stored, as this node's copy of those that never change; null where they are let go then.</param>
internal sealed record DatabaseTarget(
    Func<StateFileScope, IStateFileWriter> Create,
    Func<string, DatabaseFile, StateHandle?> Find,
    bool IsShared,
    Action<IReadOnlyList<StateHandle>> Discard,
    Action<LocalCopy>? Keep = null);

/// <summary>
/// The way of a frozen state's database to the storage, on a thread that may block: it is linked, then its files are stored that are not there yet.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="gate">Keeps its scope from ending while it is linked.</param>
/// <param name="target">Where it goes.</param>
internal sealed class DatabaseUpload(IFrozenDatabase database, LinkGate gate, DatabaseTarget target)
{
    private const int PieceBytes = 256 << 10;
    private readonly CancellationTokenSource _cancelled = new();

    /// <summary>The files are not wanted any more: what there is of them is deleted. From any thread.</summary>
    public void Cancel() => _cancelled.Cancel();

    /// <summary>Does it. Blocks.</summary>
    /// <param name="linked">Told when the state is not needed any more, linked or not.</param>
    /// <exception cref="Exception">It cannot be linked or stored, or was cancelled: nothing of it is left.</exception>
    public UploadedDatabase Run(Action linked)
    {
        var files = Link(linked);
        var isKept = false;
        try
        {
            var uploaded = Store(files);
            if (target.Keep is { } keep)
            {
                var copy = CopyOf(files, uploaded.Snapshot);
                isKept = true;
                keep(copy);
            }

            return uploaded;
        }
        finally
        {
            if (!isKept) files.Dispose();
        }
    }

    private UploadedDatabase Store(DatabaseFiles files)
    {
        if (files.Files.Count > ControlLimits.DatabaseFilesMax)
        {
            throw new InvalidOperationException(
                $"Its database has {files.Files.Count} files, and a subtask's part of a checkpoint names {ControlLimits.DatabaseFilesMax} at most. " +
                "Give the vertex a higher parallelism, so that each subtask keeps less.");
        }

        var written = new List<StateHandle>();
        try
        {
            return new UploadedDatabase(new DatabaseSnapshot(files.Id, [.. files.Files.Select(file => Store(files.Id, file, written))]), written);
        }
        catch
        {
            target.Discard(written);
            throw;
        }
    }

    private static LocalCopy CopyOf(DatabaseFiles files, DatabaseSnapshot stored)
    {
        var paths = files.Files.ToDictionary(f => f.Name, f => f.Path);
        return new LocalCopy(files, stored.Files.Where(f => f.IsImmutable).ToDictionary(f => f.File.Name, f => paths[f.Name]));
    }

    private DatabaseFiles Link(Action linked)
    {
        try
        {
            return gate.Link(database, _cancelled.Token);
        }
        finally
        {
            linked();
        }
    }

    private DatabaseFileSnapshot Store(string id, DatabaseFile file, List<StateHandle> written)
    {
        if (!DatabaseNames.IsFile(file.Name)) throw new InvalidOperationException($"The state backend names a file '{file.Name}', which is no plain name of {DatabaseNames.LengthMax} characters at most.");
        _cancelled.Token.ThrowIfCancellationRequested();
        if (target.IsShared && target.Find(id, file) is { } known) return new DatabaseFileSnapshot(file.Name, known, file.IsImmutable);
        using var stored = target.Create(target.IsShared && file.IsImmutable ? StateFileScope.Shared : StateFileScope.Exclusive);
        Copy(file, stored);
        var handle = stored.Complete();
        written.Add(handle);
        return new DatabaseFileSnapshot(file.Name, handle, file.IsImmutable);
    }

    // What was added to a file since it was linked is not part of it.
    private void Copy(DatabaseFile file, IStateFileWriter stored)
    {
        using var source = File.OpenHandle(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            for (var at = 0L; at < file.Length;)
            {
                _cancelled.Token.ThrowIfCancellationRequested();
                var read = RandomAccess.Read(source, piece.AsSpan(0, (int)Math.Min(piece.Length, file.Length - at)), at);
                if (read == 0) throw new IOException($"The file '{file.Path}' of a state backend ends after {at} of {file.Length} bytes.");
                stored.Write(piece.AsSpan(0, read));
                at += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }
}
