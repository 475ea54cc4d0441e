using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Files;
using FlowActors.Runtime.Checkpoints.Folders;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Control;

namespace FlowActors.Runtime.Hosting;

/// <summary>
/// What a host keeps on disk, opened once for all its nodes: the data folder with the journal and the checkpoints. Without one the
/// journal is in memory, and checkpoints are in a temporary folder that is made for the first job that needs it and removed with the host.
/// </summary>
internal sealed class NodeStorage : IDisposable
{
    private readonly DataFolder? _data;
    private readonly JournalDatabase? _journal;

    private NodeStorage(NodeCheckpointSettings checkpoints, IFileSystem files, DataFolder? data, JournalDatabase? journal)
    {
        Trouble = new JournalTrouble(data?.Path);
        (_data, _journal) = (data, journal);
        Func<string> folder = data is null ? Temporary.Make : () => data.Checkpoints;
        Checkpoints = new CheckpointServices(checkpoints, data is not null, new FileCheckpointStorages(files, folder));
    }

    /// <summary>Where the checkpoints of all jobs are, and when they are taken.</summary>
    public CheckpointServices Checkpoints { get; }

    /// <summary>What is the matter with the journal.</summary>
    public JournalTrouble Trouble { get; }

    /// <summary>The folder that stands in for a data folder.</summary>
    public TemporaryFolder Temporary { get; } = new();

    /// <summary>Opens the data folder if there is one; does nothing else.</summary>
    /// <exception cref="JobValidationException">The folder cannot be used: where it is, why, and what to do. Nothing was lost.</exception>
    public static NodeStorage Open(RuntimeSettings settings, IFileSystem files)
    {
        if (settings.Journal.DataFolder is not { } path) return new NodeStorage(settings.Checkpoints, files, null, null);
        var data = DataFolder.Open(files, path);
        try
        {
            return new NodeStorage(settings.Checkpoints, files, data, JournalDatabase.Open(files, data.Path));
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    /// <summary>Called when nothing runs any more.</summary>
    public void Dispose()
    {
        Checkpoints.Work.Close();
        _journal?.Dispose();
        _data?.Dispose();
        Temporary.Dispose();
    }
}
