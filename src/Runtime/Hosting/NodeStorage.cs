using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Files;
using FlowActors.Runtime.Checkpoints.Folders;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Hosting.Postgres;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Hosting;

/// <summary>
/// What a host keeps, opened once for all its nodes: the data folder with the checkpoints, and the journal there or in a database. Without one the
/// journal is in memory, and checkpoints are in a temporary folder that is made for the first job that needs it and removed with the host.
/// </summary>
internal sealed class NodeStorage : IDisposable
{
    private readonly DataFolder? _data;
    private readonly OpenJournal? _journal;

    private NodeStorage(NodeCheckpointSettings checkpoints, IFileSystem files, DataFolder? data, OpenJournal? journal)
    {
        Trouble = new JournalTrouble(journal?.Place);
        (_data, _journal) = (data, journal);
        Func<string> folder = data is null ? Temporary.Make : () => data.Checkpoints;
        Checkpoints = new CheckpointServices(checkpoints, data is not null, new FileCheckpointStorages(files, folder));
    }

    /// <summary>Which data folder it is, for other nodes to have the same; null where there is none.</summary>
    public StorageIdentity? Identity => _data is null ? null : new StorageIdentity(_data.Id, _data.Path, Machine.Id) { Journal = _journal?.Id };

    /// <summary>Where the checkpoints of all jobs are, and when they are taken.</summary>
    public CheckpointServices Checkpoints { get; }

    /// <summary>What is the matter with the journal.</summary>
    public JournalTrouble Trouble { get; }

    /// <summary>The folder that stands in for a data folder.</summary>
    public TemporaryFolder Temporary { get; } = new();

    /// <summary>Opens the data folder if there is one; does nothing else.</summary>
    /// <param name="settings">They name it.</param>
    /// <param name="files">The file system.</param>
    /// <param name="sharedBy">The node that shares it with others of its cluster; null where the process has it alone.</param>
    /// <exception cref="JobValidationException">The folder cannot be used: where it is, why, and what to do. Nothing was lost.</exception>
    public static NodeStorage Open(RuntimeSettings settings, IFileSystem files, string? sharedBy = null)
    {
        if (settings.Journal.DataFolder is not { } path) return new NodeStorage(settings.Checkpoints, files, null, null);
        OpenJournal? journal = null;
        using var connection = settings.Journal.Postgres is { } server ? PostgresJournal.Connect(server) : null;
        if (sharedBy is not null)
        {
            var shared = DataFolder.Join(files, path, sharedBy, OpenJournal);
            return new NodeStorage(settings.Checkpoints, files, shared, journal);
        }

        var data = DataFolder.Open(files, path);
        try
        {
            OpenJournal(data.Path, data.Id);
            return new NodeStorage(settings.Checkpoints, files, data, journal);
        }
        catch
        {
            data.Dispose();
            throw;
        }

        void OpenJournal(string folder, string id) => journal = connection is null
            ? Hosting.OpenJournal.InFolder(files, folder)
            : Hosting.OpenJournal.InDatabase(settings.Journal.Postgres!, connection, new JournalFolder(files, folder, id));
    }

    /// <summary>How a node comes into its cluster by seeds; null where there is no folder.</summary>
    public ClusterEntry? EntryTo(Akka.Cluster.Cluster cluster, ILogger log) => _data is null ? null : new ClusterEntry(_data, cluster, log);

    /// <summary>What a node waits for before it leads; null where there is no folder.</summary>
    public FolderAdmission? AdmissionTo(Akka.Cluster.Cluster cluster, ILogger log) => _data is null ? null : new FolderAdmission(_data, cluster, log);

    /// <summary>Called when nothing runs any more.</summary>
    public void Dispose()
    {
        Checkpoints.Work.Close();
        _journal?.Dispose();
        _data?.Dispose();
        Temporary.Dispose();
    }
}
