using FlowActors.Files;
using FlowActors.Sinks.Parts;

namespace FlowActors.Sinks;

/// <summary>
/// Puts outputs together and gives them their names, each in place of one that had it; as often as it is asked. Pieces are removed when the
/// whole is durable, the last one first: so one that is complete is known by its absence.
/// </summary>
internal sealed class TextCommitter(IFileSystem files) : Committer<PendingText>
{
    public override Task CommitAsync(IReadOnlyList<CommitRequest<PendingText>> requests, CancellationToken cancellationToken)
    {
        foreach (var request in requests)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (!Commit(request.Committable, cancellationToken)) request.SignalAlreadyCommitted();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                request.SignalFailedWithUnknownReason(e);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Whether the output was shown already.</summary>
    /// <exception cref="IOException">A piece is not there, and the output is not either.</exception>
    public static bool IsShown(IFileSystem files, PendingText output)
    {
        // From the last one on, as they are removed.
        foreach (var part in Enumerable.Reverse(output.Parts))
        {
            var path = output.PathOf(part);
            if (files.Find(path) is not { } found)
            {
                if (part == output.Parts[^1] && IsWholeThere(files, output)) return true;
                throw PartFailures.Missing(output.Shown, path);
            }

            if (output.IsWhole ? found.Length != part.Bytes : found.Length < part.Bytes)
                throw PartFailures.Damaged(output.Shown, path, part.Bytes, found.Length);
        }

        return false;
    }

    private static bool IsWholeThere(IFileSystem files, PendingText output) =>
        files.Find(output.Shown) is { } shown && shown.Length == output.Bytes && (!output.IsWhole || shown.Number == output.Number);

    private bool Commit(PendingText output, CancellationToken cancellationToken)
    {
        var isNew = !IsShown(files, output);
        if (isNew) Show(output, cancellationToken);
        if (output.IsInFolder) files.FlushFolder(output.Target);
        files.FlushFolder(output.Place);
        RemoveParts(output);
        if (output.IsInFolder && output.Subtask == 0) PartFiles.RemoveBeyond(files, output.Target, output.Subtasks);
        return isNew;
    }

    private void RemoveParts(PendingText output)
    {
        if (output.IsWhole) return;
        files.Delete(output.PathOf(output.Parts[^1]));
        files.FlushFolder(output.Place);
        foreach (var part in output.Parts) files.Delete(output.PathOf(part));
    }

    private void Show(PendingText output, CancellationToken cancellationToken)
    {
        try
        {
            files.CreateFolder(Path.GetDirectoryName(output.Shown)!);
            if (output.IsWhole) files.Replace(output.PathOf(output.Parts[0]), output.Shown);
            else Assemble(output, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw PartFailures.NotWritten(output.Shown, output.Bytes, e);
        }
    }

    private void Assemble(PendingText output, CancellationToken cancellationToken)
    {
        // Those of earlier tries; a zombie that is at it fails.
        var copies = output.Parts[0].Name + ".";
        foreach (var name in files.FilesIn(output.Place).Where(name => name.StartsWith(copies, StringComparison.Ordinal)))
            PartSweep.Remove(files, Path.Join(output.Place, name));
        var copy = Path.Join(output.Place, copies + PartName.NewWriter());
        PartCopy.Write(files, copy, output.Shown, output.Parts.Select(part => (output.PathOf(part), part.Bytes)), cancellationToken);
        files.Replace(copy, output.Shown);
    }
}
