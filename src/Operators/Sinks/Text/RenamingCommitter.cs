using FlowActors.Paths;

namespace FlowActors.Sinks;

/// <summary>Gives complete files their names, each in place of one that had it.</summary>
internal sealed class RenamingCommitter : Committer<PendingRename>
{
    public override Task CommitAsync(IReadOnlyList<CommitRequest<PendingRename>> requests, CancellationToken cancellationToken)
    {
        foreach (var request in requests)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Commit(request);
        }

        return Task.CompletedTask;
    }

    private static void Commit(CommitRequest<PendingRename> request)
    {
        var file = request.Committable;
        try
        {
            if (!File.Exists(file.From) && IsThere(file)) request.SignalAlreadyCommitted();
            else Rename(file);
            if (file.Parts > 0) PartFiles.RemoveBeyond(Path.GetDirectoryName(file.To)!, file.Parts);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            request.SignalFailedWithUnknownReason(e);
        }
    }

    private static void Rename(PendingRename file)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file.To)!);
            File.Move(file.From, file.To, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw PendingFile.Failed(file.To, file.Bytes, e);
        }
    }

    private static bool IsThere(PendingRename file)
    {
        var there = PathStatus.Of(file.To);
        return there.Kind == PathKind.File && there.Length == file.Bytes && there.Identity.Number == file.Number;
    }
}
