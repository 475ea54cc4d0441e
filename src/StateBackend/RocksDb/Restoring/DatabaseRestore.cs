using FlowActors.State.Export;
using FlowActors.State.RocksDb.Freezing;
using FlowActors.State.RocksDb.Interop;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.RocksDb.Stored;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Restoring;

/// <summary>
/// Restores the database of a subtask from those of a snapshot. The one that holds most of its key groups becomes its own: its files are linked, and what does
/// not live here is deleted as ranges. Of the others, the key groups that live here are read and ingested as files in their order, without a memtable.
/// </summary>
/// <param name="database">The subtask's.</param>
/// <param name="place">Where and how databases are opened.</param>
/// <param name="settings">Whose it is.</param>
/// <param name="isWanted">Which states somebody has.</param>
internal sealed class DatabaseRestore(StateDatabase database, DatabasePlace place, StateScopeSettings settings, Func<StateHeader, bool> isWanted)
{
    private readonly Dictionary<(string Uid, string Name, Serialization.TypeSchema Value, bool IsTimed, bool IsRaw), StoredState> _own = [];

    public IReadOnlyList<UnclaimedState> Run(IReadOnlyList<StoredDatabase> databases)
    {
        var own = databases.MaxBy(d => Shared(d.KeyGroups))!;
        database.Adopt(Open(own));
        database.Directory = StoredFiles.DirectoryOf(database.Open(), own);
        LeaveOut(own.KeyGroups);
        foreach (var state in database.Directory.States) _own.TryAdd(IdOf(state), state);
        foreach (var other in databases)
        {
            if (other != own && Shared(other.KeyGroups) > 0) Copy(other);
        }

        return Kept();
    }

    // One that has waited open may have failed meanwhile.
    private OpenedDatabase Open(StoredDatabase own)
    {
        var origins = own.Files.ToDictionary(f => f.Name);
        var kept = own.TakeKept();
        if (kept is OpenedDatabase { IsSound: true } waited) return waited.GoOn(origins);
        kept?.Dispose();
        return place.Open(folder => StoredFiles.Fetch(own, folder));
    }

    private static (string Uid, string Name, Serialization.TypeSchema Value, bool IsTimed, bool IsRaw) IdOf(StoredState state) =>
        (state.Header.OperatorUid, state.Header.Name, state.Header.Value, state.IsTimed, state.IsRaw);

    private int Shared(KeyGroupRange groups) =>
        Math.Max(0, Math.Min(groups.End, settings.KeyGroups.End) - Math.Max(groups.Start, settings.KeyGroups.Start) + 1);

    // Whole files go first, which costs nothing; then one tombstone on each side.
    private void LeaveOut(KeyGroupRange stored)
    {
        var (own, opened) = (settings.KeyGroups, database.Open());
        List<(byte[] From, byte[] To)> ranges = [];
        if (stored.Start < own.Start) ranges.Add((StoredKeys.PrefixOf(stored.Start, 0), StoredKeys.PrefixOf(own.Start, 0)));
        if (stored.End > own.End) ranges.Add((StoredKeys.PrefixOf(own.End + 1, 0), StoredKeys.PrefixOf(stored.End + 1, 0)));
        foreach (var family in new[] { StateDatabase.Points, StateDatabase.Ordered })
        {
            foreach (var (from, to) in ranges) opened.DeleteFilesInRange(family, from, to);
            database.DeleteRanges(family, ranges);
        }

        foreach (var state in database.Directory.States.Where(s => !isWanted(s.Header)).ToList())
        {
            database.DeleteState(StateDatabase.Points, state.Number, own);
            database.DeleteState(StateDatabase.Ordered, state.Number, own);
            database.Directory.Remove(state);
        }

        if (ranges.Count > 0) Recount(stored);
    }

    // Timers are counted one by one, as their number decides whether any are looked for. Of other states it is an estimate.
    private void Recount(KeyGroupRange stored)
    {
        foreach (var state in database.Directory.States)
        {
            if (state.Header.Kind == StateKind.Timers)
            {
                state.KeyCount = state.ElementCount = CountOf(new StoredForm(state));
                continue;
            }

            state.KeyCount = state.KeyCount * Shared(stored) / stored.Count;
            state.ElementCount = state.ElementCount * Shared(stored) / stored.Count;
        }
    }

    private long CountOf(StoredForm form)
    {
        var count = 0L;
        for (var group = settings.KeyGroups.Start; group <= settings.KeyGroups.End; group++)
        {
            using var elements = form.Iterate(database, group, null);
            for (; elements is { IsValid: true }; elements.Next()) count++;
        }

        return count;
    }

    private void Copy(StoredDatabase other)
    {
        using var folder = place.Allocate();
        var path = Path.Combine(folder.Path, "read");
        StoredFiles.Fetch(other, path);
        using var read = RocksDatabase.Open(path, place.Options with { CreateIfMissing = false, WriteBuffers = null }, place.Families, readOnly: true);
        var numbers = new Dictionary<int, StoredState>();
        foreach (var state in StoredFiles.DirectoryOf(read, other).States.Where(s => isWanted(s.Header))) numbers.Add(state.Number, OwnOf(state));
        foreach (var family in new[] { StateDatabase.Points, StateDatabase.Ordered })
        {
            var file = Path.Combine(folder.Path, $"family-{family}.sst");
            if (CopyFamily(read, family, numbers, other, file, place.Families[family])) database.Open().Ingest(family, [file], move: true);
        }
    }

    private StoredState OwnOf(StoredState state)
    {
        if (!_own.TryGetValue(IdOf(state), out var own)) _own.Add(IdOf(state), own = database.Directory.Add(state.Header, state.IsTimed, state.IsRaw));
        // Numbers of list elements grow; those of other keys do not matter.
        own.NextElement = Math.Max(own.NextElement, state.NextElement);
        return own;
    }

    private bool CopyFamily(
        RocksDatabase read, int family, Dictionary<int, StoredState> numbers, StoredDatabase other, string file, FamilyOptions options)
    {
        SstWriter? writer = null;
        var key = new byte[256];
        try
        {
            var (from, to) = (Math.Max(other.KeyGroups.Start, settings.KeyGroups.Start), Math.Min(other.KeyGroups.End, settings.KeyGroups.End));
            for (var group = from; group <= to; group++)
            {
                // In the order of the numbers here, which may be others there.
                foreach (var (number, own) in numbers.OrderBy(n => n.Value.Number))
                {
                    var prefix = StoredKeys.PrefixOf(group, number);
                    var ownPrefix = StoredKeys.PrefixOf(group, own.Number);
                    using var entries = read.Iterate(family, prefix, KeyRange.EndOf(prefix));
                    for (; entries.IsValid; entries.Next())
                    {
                        if (key.Length < entries.Key.Length) key = new byte[2 * entries.Key.Length];
                        entries.Key.CopyTo(key);
                        ownPrefix.CopyTo(key, 0);
                        (writer ??= new SstWriter(file, options)).Put(key.AsSpan(0, entries.Key.Length), entries.Value);
                        CountOne(own, family);
                    }
                }
            }

            writer?.Finish();
            return writer is not null;
        }
        finally
        {
            writer?.Dispose();
        }
    }

    private static void CountOne(StoredState state, int family)
    {
        var isGrouped = state.Header.Kind is StateKind.List or StateKind.Map;
        if (family == StoredForm.FamilyOf(state.Header.Kind)) state.ElementCount++;
        if (!isGrouped || family == StateDatabase.Points) state.KeyCount++;
    }

    private List<UnclaimedState> Kept()
    {
        var kept = new List<UnclaimedState>();
        foreach (var same in database.Directory.States.GroupBy(s => (s.Header.OperatorUid, s.Header.Name, s.Header.Value, s.IsTimed)))
        {
            var state = new KeptState(database, same.First().Header, settings.KeyGroups, settings.Time)
            {
                State = same.FirstOrDefault(s => !s.IsRaw),
                Raw = same.FirstOrDefault(s => s.IsRaw),
            };
            kept.Add(state);
        }

        return kept;
    }
}
