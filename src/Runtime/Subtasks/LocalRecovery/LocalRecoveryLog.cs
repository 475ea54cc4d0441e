using FlowActors.Runtime.Logging;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Subtasks.LocalRecovery;

internal static partial class LocalRecoveryLog
{
    [LoggerMessage(EventIds.LocalCopyNotUsed, LogLevel.Warning, "'{Copy}', this node's copy of '{File}' of job {Job}, is not used: {Reason}. The file is fetched from the checkpoint")]
    public static partial void CopyNotUsed(ILogger logger, string copy, string file, JobId job, string reason);

    [LoggerMessage(EventIds.StateRestored, LogLevel.Information, "Subtask {Subtask} has the files of its databases of checkpoint {Checkpoint}, of which {OpenDatabases} had stayed open: {LocalFiles} ({LocalBytes} bytes) that this node had kept, {FetchedFiles} ({FetchedBytes} bytes) fetched from the checkpoint")]
    public static partial void Restored(ILogger logger, SubtaskId subtask, long checkpoint, int openDatabases, int localFiles, long localBytes, int fetchedFiles, long fetchedBytes);
}
