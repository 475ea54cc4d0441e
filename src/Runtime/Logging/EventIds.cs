namespace FlowActors.Runtime.Logging;

/// <summary>The ids of everything the engine logs. Frozen: tools of operators of clusters rely on them.</summary>
internal static class EventIds
{
    public const int NodeRegistered = 1000;
    public const int NodeRefused = 1001;
    public const int NodeLost = 1002;
    public const int NodeStarted = 1003;
    public const int NodeStopped = 1004;
    public const int NodeAbandoned = 1005;
    public const int NodeStartedAt = 1006;
    public const int ProcessGone = 1007;
    public const int NodeDrains = 1008;
    public const int NodeDrained = 1009;
    public const int NodeNotDrained = 1010;
    public const int JobSubmitted = 1100;
    public const int JobRefused = 1101;
    public const int AttemptStarted = 1102;
    public const int AttemptFailed = 1103;
    public const int RestartScheduled = 1104;
    public const int CancelRequested = 1105;
    public const int JobFinished = 1106;
    public const int JobFailed = 1107;
    public const int JobCancelled = 1108;
    public const int StopTimedOut = 1109;
    public const int JournalFailed = 1111;
    public const int JournalNotShortened = 1112;
    public const int JobNotBuilt = 1113;
    public const int CommitStarted = 1114;
    public const int LeaseLost = 1115;
    public const int FiguresUnread = 1116;
    public const int EnumeratorNotClosed = 1117;
    public const int CheckpointFilesNotDeleted = 1118;
    public const int CheckpointStorageFailed = 1119;
    public const int CheckpointCompleted = 1121;
    public const int CheckpointsUnreadable = 1122;
    public const int JobResumed = 1123;
    public const int JobHalted = 1124;
    public const int UidsDerived = 1125;
    public const int RegionRestarted = 1126;
    public const int ResultsUnseen = 1120;
    public const int JobRescaled = 1127;
    public const int AkkaMessage = 1200;
    public const int SubtaskMoved = 1300;
    public const int LongCall = 1301;
    public const int ThreadLeftBehind = 1302;
    public const int CallbackFailed = 1303;
    public const int ThreadShortage = 1304;
    public const int ThreadShortageOver = 1305;
    public const int GaugeFailed = 1306;
    public const int BarrierHeldUp = 1307;
    public const int CommitDropped = 1308;
    public const int InputsMayStandStill = 1309;
    public const int StateBackendTold = 1310;
    public const int StateBackendWarned = 1311;
}
