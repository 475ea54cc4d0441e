using FlowActors.State.Folders;
using FlowActors.State.Keyed;
using FlowActors.State.RocksDb.Interop;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Snapshots.Stored;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Stored;

/// <summary>
/// A database of a snapshot, open to be read only. It has no memtables and needs no share of the budget: what it reads goes through the block cache of
/// all databases.
/// </summary>
internal sealed class ReadDatabase : IStoredStates
{
    private readonly LocalFolder _folder;
    private readonly RocksDatabase _database;
    private readonly Dictionary<StoredKeyedState, StoredState> _states;

    private ReadDatabase(LocalFolder folder, RocksDatabase database, StateDirectory directory)
    {
        (_folder, _database) = (folder, database);
        // Timers are nobody's to read.
        _states = directory.States.Where(s => !s.IsRaw && s.Header.Kind != StateKind.Timers)
            .ToDictionary(s => new StoredKeyedState(s.Number, s.Header));
    }

    public IReadOnlyCollection<StoredKeyedState> States => _states.Keys;

    /// <summary>Brings the files to a folder and opens the database there.</summary>
    /// <exception cref="IOException">A file cannot be read, or the disk refuses.</exception>
    /// <exception cref="InvalidDataException">The database is none of this backend.</exception>
    public static ReadDatabase Open(StoredDatabase stored, DatabasePlace place)
    {
        var folder = place.Allocate();
        RocksDatabase? database = null;
        try
        {
            var path = Path.Combine(folder.Path, "read");
            StoredFiles.Fetch(stored, path);
            database = RocksDatabase.Open(path, place.Options with { CreateIfMissing = false, WriteBuffers = null }, place.Families, readOnly: true);
            return new ReadDatabase(folder, database, StoredFiles.DirectoryOf(database, stored));
        }
        catch
        {
            database?.Dispose();
            folder.Dispose();
            throw;
        }
    }

    public void Scan(StoredKeyedState state, int keyGroup, KeyRange keys, ElementTaker taker)
    {
        if (keys.IsEmpty) return;
        var stored = _states[state];
        var prefix = StoredKeys.PrefixOf(keyGroup, stored.Number);
        var writer = new Taking(taker);
        var form = new StoredForm(stored, partsTimes: true);
        using var elements = _database.Iterate(StoredForm.FamilyOf(stored.Header.Kind), [.. prefix, .. keys.First], keys.EndBehind(prefix), fillCache: true);
        for (; elements.IsValid && !writer.HasEnough; elements.Next()) form.Write(keyGroup, stored.Number, elements.Key, elements.Value, writer);
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    private sealed class Taking(ElementTaker taker) : IStateWriter
    {
        public bool HasEnough { get; private set; }

        public void Add(int state, StateHeader header)
        {
        }

        public void Write(int state, in StateElement element) => HasEnough = !taker(element);
    }
}
