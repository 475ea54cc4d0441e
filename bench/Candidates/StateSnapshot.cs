using System.Diagnostics;
using FlowActors.State;

namespace FlowActors.Bench.Candidates;

/// <summary>A snapshot of one scope that another one of the same backend begins with.</summary>
internal static class StateSnapshot
{
    /// <summary>Takes it, in the native form where the backend has one, and restores it.</summary>
    /// <param name="from">The scope that has the state.</param>
    /// <param name="to">A scope in which nothing is registered.</param>
    public static void Restore(IStateScope from, IStateScope to)
    {
        using var frozen = from.Freeze(SnapshotForm.Native);
        if (frozen.Database is null)
        {
            WriteTo(to.Restore(), frozen);
            return;
        }

        // What is not in the database stands in headers, which the restored database has too.
        WriteTo(new HeadersOnly(), frozen);
        using var files = frozen.Database!.Link(CancellationToken.None);
        to.Restore([new StoredDatabase(KeyGroups.RangeOf(0, 128, 1), [.. files.Files.Select(f => new StoredDatabaseFile(f.Name, f.Length, path => File.Copy(f.Path, path)))])]);
    }

    private static void WriteTo(IStateWriter writer, IFrozenState frozen)
    {
        while (!frozen.WriteSome(writer, Stopwatch.GetTimestamp() + Stopwatch.Frequency))
        {
            // It goes on.
        }
    }
}
