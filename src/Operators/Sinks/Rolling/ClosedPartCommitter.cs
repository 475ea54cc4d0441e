using FlowActors.Files;
using FlowActors.Sinks.Parts;

namespace FlowActors.Sinks;

/// <summary>
/// Gives files their names. As often as it is asked: what is visible and whole stays so, and what is left of the file under its hidden name
/// is removed only when the other one is durable.
/// </summary>
internal sealed class ClosedPartCommitter(IFileSystem files, Func<string> folder) : Committer<ClosedPart>
{
    private string? _folder;

    public override Task CommitAsync(IReadOnlyList<CommitRequest<ClosedPart>> requests, CancellationToken cancellationToken)
    {
        _folder ??= folder();
        var shown = new List<ClosedPart>(requests.Count);
        foreach (var request in requests)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (request.Committable.Folder != _folder) throw PartFailures.OtherPath(_folder, request.Committable.Folder);
                if (!Show(request.Committable, cancellationToken)) request.SignalAlreadyCommitted();
                shown.Add(request.Committable);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
            {
                request.SignalFailedWithUnknownReason(e);
            }
        }

        // Also for what was visible already: who made it so may have stopped before this.
        foreach (var place in shown.Select(part => part.Place).Distinct()) files.FlushFolder(place);
        foreach (var part in shown.Where(part => !part.IsWhole)) PartSweep.Remove(files, part.HiddenPath);
        return Task.CompletedTask;
    }

    /// <summary>Looks for a part, or for the file that it has become.</summary>
    /// <returns>True when it still has its hidden name.</returns>
    /// <exception cref="IOException">It is not there, or is another one.</exception>
    public static bool CheckThere(IFileSystem files, ClosedPart part)
    {
        if (files.Find(part.HiddenPath) is { } hidden)
            return Fits(part, hidden) ? true : throw PartFailures.Damaged(part.ShownPath, part.HiddenPath, part.Bytes, hidden.Length);
        if (files.Find(part.ShownPath) is not { } shown) throw PartFailures.Missing(part.ShownPath, part.HiddenPath);
        return Fits(part, shown) ? false : throw PartFailures.Damaged(part.ShownPath, part.ShownPath, part.Bytes, shown.Length);
    }

    // What was restored may have been written on, by a zombie or by the job that the savepoint is of.
    private static bool Fits(ClosedPart part, FileStatus file) => part.IsWhole ? file.Length == part.Bytes : file.Length >= part.Bytes;

    private bool Show(ClosedPart part, CancellationToken cancellationToken)
    {
        if (!CheckThere(files, part)) return false;
        try
        {
            if (part.IsWhole) files.Replace(part.HiddenPath, part.ShownPath);
            else Copy(part, cancellationToken);
        }
        catch (FileNotFoundException)
        {
            // A zombie of an earlier attempt commits the same.
            if (CheckThere(files, part)) throw;
            return false;
        }
        catch (Exception e) when (part.IsWhole && e is IOException or UnauthorizedAccessException)
        {
            throw PartFailures.NotShown(part.ShownPath, part.HiddenPath, e);
        }

        return true;
    }

    private void Copy(ClosedPart part, CancellationToken cancellationToken)
    {
        // Those of earlier tries; a zombie that is at it fails.
        var copies = part.Hidden + ".";
        foreach (var name in files.FilesIn(part.Place).Where(name => name.StartsWith(copies, StringComparison.Ordinal)))
            PartSweep.Remove(files, Path.Join(part.Place, name));
        var copy = Path.Join(part.Place, copies + PartName.NewWriter());
        PartCopy.Write(files, copy, part.ShownPath, [(part.HiddenPath, part.Bytes)], cancellationToken);
        files.Replace(copy, part.ShownPath);
    }
}
