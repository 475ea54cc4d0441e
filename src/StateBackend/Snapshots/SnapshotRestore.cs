using FlowActors.State.Snapshots.Files;

namespace FlowActors.State.Snapshots;

/// <summary>
/// Restores subtasks, of any parallelism, from the files that other subtasks have written. Of each file a subtask reads the key groups that
/// it owns, and its share of operator state. What belongs to operators that it does not have is left out: whoever restores a job sees to it
/// that each state has somebody.
/// </summary>
/// <param name="files">One for each subtask that wrote state of these operators, in the order of the subtasks.</param>
/// <param name="subtasks">
/// The subtask that wrote each file, where as many subtasks are restored as there were: then lists stay where they were, as in Flink. Null deals
/// them out anew.
/// </param>
internal sealed class SnapshotRestore(IReadOnlyList<SnapshotFileReader> files, IReadOnlyList<int>? subtasks = null)
{
    /// <summary>Gives a scope its share; before its operators open.</summary>
    /// <param name="scope">Takes it.</param>
    /// <param name="settings">Those that the scope was opened with.</param>
    /// <param name="parallelism">The number of subtasks that are restored.</param>
    /// <exception cref="UnreadableSnapshotException">A file is damaged. The scope then holds a part only and is of no use.</exception>
    /// <exception cref="InvalidOperationException">A state does not fit what other files say of it.</exception>
    public void RestoreTo(IStateScope scope, StateScopeSettings settings, int parallelism)
    {
        var uids = settings.Operators.Select(o => o.Uid).ToHashSet();
        var shares = new OperatorStateShares(files, settings.Subtask, parallelism, subtasks);
        foreach (var file in files)
        {
            var target = scope.Restore();
            var wanted = file.States.Where(s => uids.Contains(s.Value.OperatorUid)).ToDictionary();
            foreach (var (number, header) in wanted) target.Add(number, header);
            foreach (var group in file.KeyGroups)
            {
                if (group != SnapshotFormat.NoGroup && settings.KeyGroups.Contains(group)) Copy(file.Read(group), wanted, target);
            }

            foreach (var (number, header) in wanted)
            {
                if (header.Key is null) Copy(file.Read(SnapshotFormat.NoGroup, number, SortKeyRange.All), shares.Of(file, number), target);
            }
        }
    }

    private static void Copy(SnapshotCursor elements, Dictionary<int, StateHeader> wanted, IStateWriter target)
    {
        while (elements.MoveNext())
        {
            if (wanted.ContainsKey(elements.State)) target.Write(elements.State, elements.Current);
        }
    }

    private static void Copy(SnapshotCursor elements, ElementShare share, IStateWriter target)
    {
        for (var position = 0L; position < share.To && elements.MoveNext(); position++)
        {
            if (position >= share.From) target.Write(elements.State, elements.Current);
        }
    }
}
