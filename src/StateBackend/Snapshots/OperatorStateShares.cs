using FlowActors.State.Snapshots.Files;

namespace FlowActors.State.Snapshots;

/// <summary>
/// Which elements of the operator state in files are one subtask's: lists are dealt out evenly in order, united ones go whole to everybody, and of
/// the copies of a broadcast state subtask <em>i</em> gets that of number <em>i</em> modulo their number.
/// </summary>
internal sealed class OperatorStateShares
{
    private readonly Dictionary<(SnapshotFileReader File, int State), ElementShare> _shares = [];
    private readonly IReadOnlyList<SnapshotFileReader>? _own;
    private readonly int _subtask;
    private readonly int _parallelism;

    /// <param name="files">In the order of the subtasks that wrote them.</param>
    /// <param name="subtask">The index of the subtask whose shares they are.</param>
    /// <param name="parallelism">The number of subtasks.</param>
    /// <param name="writers">The subtask that wrote each file, where as many are restored as there were; null where lists are dealt out anew.</param>
    public OperatorStateShares(IReadOnlyList<SnapshotFileReader> files, int subtask, int parallelism, IReadOnlyList<int>? writers = null)
    {
        _own = writers is null ? null : [.. files.Where((_, i) => writers[i] == subtask)];
        _subtask = subtask;
        _parallelism = parallelism;
        var parts = files.SelectMany(
            file => file.States.Where(s => s.Value.Key is null),
            (file, state) => new Part(file, state.Key, state.Value, file.CountOf(state.Key, SnapshotFormat.NoGroup)));
        foreach (var state in parts.GroupBy(p => (p.Header.OperatorUid, p.Header.Name))) Share([.. state]);
    }

    /// <summary>The share of what a state has in a file.</summary>
    public ElementShare Of(SnapshotFileReader file, int state) => _shares[(file, state)];

    private void Share(Part[] parts)
    {
        switch (parts[0].Header.Kind)
        {
            case StateKind.OperatorList when _own is not null:
                foreach (var part in parts) Take(part, new ElementShare(0, _own.Contains(part.File) ? part.Count : 0));
                break;
            case StateKind.OperatorList:
                Deal(parts);
                break;
            case StateKind.UnionList:
                foreach (var part in parts) Take(part, new ElementShare(0, part.Count));
                break;
            default:
                // A file may have a copy in several forms, where the type has changed: all of them are that copy.
                var copies = parts.Select(p => p.File).Distinct().ToArray();
                var copy = copies[_subtask % copies.Length];
                foreach (var part in parts) Take(part, new ElementShare(0, part.File == copy ? part.Count : 0));
                break;
        }
    }

    private void Deal(Part[] parts)
    {
        var total = parts.Sum(p => p.Count);
        var (from, to) = (_subtask * total / _parallelism, (_subtask + 1) * total / _parallelism);
        var start = 0L;
        foreach (var part in parts)
        {
            Take(part, new ElementShare(Math.Max(from - start, 0), Math.Min(to - start, part.Count)));
            start += part.Count;
        }
    }

    private void Take(Part part, ElementShare share) => _shares.Add((part.File, part.State), share);

    private sealed record Part(SnapshotFileReader File, int State, StateHeader Header, long Count);
}

/// <summary>Some elements that lie in a row, by their positions.</summary>
/// <param name="From">The first one.</param>
/// <param name="To">Behind the last one; at or below <paramref name="From"/> for none.</param>
internal readonly record struct ElementShare(long From, long To);
