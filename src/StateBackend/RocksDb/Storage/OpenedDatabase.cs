using FlowActors.State.Folders;
using FlowActors.State.RocksDb.Interop;

namespace FlowActors.State.RocksDb.Storage;

/// <summary>A database in a local folder of its own, which goes with it. What lies in it is of no use to another process.</summary>
/// <param name="database">The database.</param>
/// <param name="folder">Its folder. Those of its links stand beside it, as they may outlive it.</param>
/// <param name="entered">Its part of the budget.</param>
internal sealed class OpenedDatabase(RocksDatabase database, LocalFolder folder, IDisposable entered) : IDisposable
{
    // Numbers of files begin anew, or go on, where a database was restored: only together with this they mean one file.
    private readonly string _id = Guid.NewGuid().ToString("N");

    // Of the last link: where the database may wait, and how often it had been changed by then.
    private KeptDatabase? _kept;
    private long _changes;

    public RocksDatabase Database => database;

    /// <summary>The stored files that the database was opened with, by their names in it.</summary>
    public IReadOnlyDictionary<string, StoredDatabaseFile> Origins { get; init; } = new Dictionary<string, StoredDatabaseFile>();

    /// <summary>Takes values in as a file; on any thread, while nobody writes.</summary>
    /// <param name="collected">The values.</param>
    /// <param name="points">Options of the family of points.</param>
    public void TakeIn(CollectedLot collected, FamilyOptions points)
    {
        var path = Path.Combine(folder.Path, "collected.sst");
        try
        {
            collected.WriteFile(path, points);
            database.Ingest(StateDatabase.Points, [path], move: true);
        }
        finally
        {
            RemoveFile(path);
        }
    }

    /// <summary>Flushes, and links the files into a folder that stays until it is disposed.</summary>
    public DatabaseFiles Link()
    {
        var changes = database.Changes;
        database.Flush([StateDatabase.Points, StateDatabase.Ordered]);
        var links = folder.Beside("links");
        try
        {
            var path = Path.Combine(links.Path, "db");
            database.Checkpoint(path);
            (_kept, _changes) = (new KeptDatabase(), changes);
            return new DatabaseFiles(_id, [.. new DirectoryInfo(path).EnumerateFiles().Select(Describe)], links.Dispose) { Kept = _kept };
        }
        catch
        {
            links.Dispose();
            throw;
        }
    }

    /// <summary>Whether its background work has not failed, after which it might refuse all writes.</summary>
    public bool IsSound => !database.HasBackgroundErrors;

    /// <summary>Where it may wait for who goes on from what was linked last; null where it is not as it was then, or somebody reads it still.</summary>
    public KeptDatabase? MayWait => database.Changes == _changes && database.OpenChildren == 0 && IsSound ? _kept : null;

    /// <summary>One that has waited, as a database of its own: it is told from what it was before, and knows where its files are stored.</summary>
    /// <param name="origins">The stored files, by their names in it.</param>
    public OpenedDatabase GoOn(IReadOnlyDictionary<string, StoredDatabaseFile> origins) => new(database, folder, entered) { Origins = origins };

    // Where it fails, what has failed before says more.
    private static void RemoveFile(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    public void Dispose()
    {
        database.Dispose();
        entered.Dispose();
        folder.Dispose();
    }

    private DatabaseFile Describe(FileInfo file)
    {
        var isTable = file.Extension == ".sst";
        var origin = isTable && Origins.TryGetValue(file.Name, out var stored) && stored.Length == file.Length ? stored : null;
        return new DatabaseFile(file.Name, file.FullName, file.Length, isTable) { Origin = origin };
    }
}
