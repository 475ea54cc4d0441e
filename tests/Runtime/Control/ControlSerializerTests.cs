using Microsoft.Extensions.Logging;
using FlowActors.Runtime.Logging;
using System.Text;
using Akka.Actor;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Retention;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Control.Management;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Control.Placement;
using FlowActors.Runtime.Control.Watching;
using FlowActors.Runtime.Control.Wire;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;
using FlowActors.Runtime.Subtasks.Queries;
using FlowActors.Runtime.Transport;
using FlowActors.State.Scans;

namespace FlowActors.Runtime.Tests.Control;

public sealed class ControlSerializerTests : IDisposable
{
    private static readonly JobId Id = new("00112233445566778899aabbccddeeff");
    private static readonly SubtaskId Subtask = new(Id, 2, 3, 4);
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
    private static readonly Dictionary<string, string> Arguments = new() { ["path"] = "/ä" };
    private static readonly JobSpec Job = new(
        Id, "Word count", "wordcount", Arguments, new ResolvedParallelism(2, [128, 256]));
    private static readonly JobShape Shape = new("0123456789abcdef", [2, 1], new RestartStrategy.FixedDelay(3, TimeSpan.FromSeconds(1)));
    private static readonly SubtaskFailure Cause = new(FailureKind.Code, "Map", "System.Exception", "boom", "at x") { Record = "3" };
    private static readonly AttemptFailure Failure = new(1, 2, 3, 4, Cause, At);
    private static readonly Dictionary<string, AccumulatorValue> Sums = new() { ["n"] = new(7, null), ["x"] = new(null, 0.5) };
    private static readonly AttemptId Attempt = new(Id, 1, 2);
    private static readonly AttemptPlacement Placement = new(
        [new NodePlace("akka.tcp://flowactors@127.0.0.1:4053", "run", new DataEndpoint("127.0.0.1", 4054))], ["17", "3"], [0, 0]);

    private static readonly JobRecord Record = JobRecord.Empty.Apply(new CoordinatorEvents.JobSubmitted(Job, Shape, At))
        .Apply(new CoordinatorEvents.AttemptStarted(1, 2, 5, Placement, null, At)).Apply(new CoordinatorEvents.AttemptFailed(Failure))
        .Apply(new CoordinatorEvents.RestartScheduled(At));

    private readonly ActorSystem _system = ActorSystem.Create("serialization");
    private readonly ControlSerializer _serializer;

    public ControlSerializerTests() => _serializer = new ControlSerializer((ExtendedActorSystem)_system);

    /// <summary>Messages with their manifest and bytes, as they are on the wire and in journals for ever.</summary>
    public static TheoryData<object, string, string> Golden => new()
    {
        {
            new SubtaskProtocol.Deploy(Subtask),
            "deploy.v2",
            """{"subtask":"00112233445566778899aabbccddeeff-2-3-4"}"""
        },
        {
            new SubtaskProtocol.EnterBarrier(Subtask, 7, CheckpointKind.Checkpoint, CheckpointMode.Aligned, 0),
            "enter-barrier.v1",
            """{"subtask":"00112233445566778899aabbccddeeff-2-3-4","checkpoint":7,"kind":"Checkpoint","mode":"Aligned","splits":0}"""
        },
        {
            new SubtaskProtocol.EnterBarrier(Subtask, 7, CheckpointKind.Savepoint, CheckpointMode.Aligned, 0) { IsNative = true },
            "enter-barrier.v1",
            """{"subtask":"00112233445566778899aabbccddeeff-2-3-4","checkpoint":7,"kind":"Savepoint","mode":"Aligned","splits":0,"isNative":true}"""
        },
        {
            new NodeAgentProtocol.EnterBarriers(Attempt, 5, 7, CheckpointKind.Savepoint, CheckpointMode.Aligned, "/s", []) { IsNative = true },
            "enter-barriers.v1",
            """{"attempt":"00112233445566778899aabbccddeeff-1-2","epoch":5,"checkpoint":7,"kind":"Savepoint","mode":"Aligned","target":"/s","entries":[],"isNative":true,"awaited":[]}"""
        },
        {
            new JobCoordinatorProtocol.TakeSnapshot(Id, "1", CheckpointKind.Savepoint, "/s"),
            "take-snapshot.v1",
            """{"job":"00112233445566778899aabbccddeeff","request":"1","kind":"Savepoint","target":"/s"}"""
        },
        {
            new JobCoordinatorProtocol.TakeSnapshot(Id, "1", CheckpointKind.Savepoint, "/s") { IsNative = true },
            "take-snapshot.v1",
            """{"job":"00112233445566778899aabbccddeeff","request":"1","kind":"Savepoint","target":"/s","isNative":true}"""
        },
        {
            new JobCoordinatorProtocol.LeaseCheckpoint(Id, "r", 7),
            "lease-checkpoint.v1",
            """{"job":"00112233445566778899aabbccddeeff","reader":"r","checkpoint":7}"""
        },
        {
            new JobCoordinatorProtocol.LeaseAnswer(Id, new CheckpointLease(LeaseOutcome.Granted, 7, "/s"), TimeSpan.FromMinutes(1)),
            "lease-answer.v1",
            """{"job":"00112233445566778899aabbccddeeff","lease":{"outcome":"Granted","checkpoint":7,"folder":"/s"},"time":"00:01:00"}"""
        },
        {
            new JobCoordinatorProtocol.EndLease(Id, "r", 7, true),
            "end-lease.v1",
            """{"job":"00112233445566778899aabbccddeeff","reader":"r","checkpoint":7,"hasNext":true}"""
        },
        {
            new JobCoordinatorProtocol.TakeSnapshot(Id, "1", CheckpointKind.Checkpoint, null) { IsReportedAtOnce = true },
            "take-snapshot.v1",
            """{"job":"00112233445566778899aabbccddeeff","request":"1","kind":"Checkpoint","isReportedAtOnce":true}"""
        },
        {
            new JobCoordinatorProtocol.TakeSnapshot(Id, "1", CheckpointKind.Checkpoint, null) { Again = DateTimeOffset.UnixEpoch.AddTicks(1) },
            "take-snapshot.v1",
            """{"job":"00112233445566778899aabbccddeeff","request":"1","kind":"Checkpoint","again":"1970-01-01T00:00:00.0000001+00:00"}"""
        },
        {
            new SnapshotProtocol.GetSnapshotRequest(Id, "1"),
            "get-snapshot-request.v1",
            """{"job":"00112233445566778899aabbccddeeff","request":"1"}"""
        },
        {
            new SnapshotProtocol.SnapshotRequest(Id, new SnapshotProgress(CheckpointKind.Savepoint, "/s", true, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 7, null)),
            "snapshot-request.v1",
            """{"job":"00112233445566778899aabbccddeeff","progress":{"kind":"Savepoint","target":"/s","isNative":true,"startedAt":"1970-01-01T00:00:00+00:00","endedAt":"1970-01-01T00:00:00+00:00","checkpoint":7}}"""
        },
        {
            new SnapshotProtocol.GetCheckpoints(Id, 7),
            "get-checkpoints.v1",
            """{"job":"00112233445566778899aabbccddeeff","below":7}"""
        },
        {
            new SnapshotProtocol.JobCheckpoints(Id, null, CheckpointTotals.None, [], false),
            "job-checkpoints.v1",
            """{"job":"00112233445566778899aabbccddeeff","totals":{"triggered":0,"completed":0,"aborted":0,"milliseconds":{"least":0,"most":0,"sum":0},"bytes":{"least":0,"most":0,"sum":0},"writtenBytes":{"least":0,"most":0,"sum":0},"inFlightBytes":{"least":0,"most":0,"sum":0},"alignmentMilliseconds":{"least":0,"most":0,"sum":0}},"page":[],"more":false,"kept":[]}"""
        },
        {
            new SnapshotProtocol.GetCheckpointParts(Id, 7, 2),
            "get-checkpoint-parts.v1",
            """{"job":"00112233445566778899aabbccddeeff","checkpoint":7,"skip":2}"""
        },
        {
            new SnapshotProtocol.CheckpointParts(
                Id,
                new CheckpointLine(7, CheckpointKind.Checkpoint, DateTimeOffset.UnixEpoch, null, null, 1, 2, 3, TimeSpan.FromSeconds(4), TimeSpan.Zero, 5, 6, AbortReason.Expired, "c"),
                [new CheckpointSubtask(new SubtaskNumber(1, 2), null, false, 8, 9, default) { Vertex = "v" }],
                true),
            "checkpoint-parts.v1",
            """{"job":"00112233445566778899aabbccddeeff","line":{"id":7,"kind":"Checkpoint","triggeredAt":"1970-01-01T00:00:00+00:00","bytes":1,"writtenBytes":2,"inFlightBytes":3,"longestAlignment":"00:00:04","longestSyncPhase":"00:00:00","subtasks":5,"acknowledged":6,"failure":"Expired","cause":"c"},"subtasks":[{"subtask":{"vertex":1,"index":2},"isFinished":false,"bytes":8,"writtenBytes":9,"times":{"startDelay":"00:00:00","alignment":"00:00:00","syncPhase":"00:00:00","asyncPhase":"00:00:00","inFlightBytes":0},"vertex":"v"}],"more":true}"""
        },
        {
            new StateQueryProtocol.GetStates(Id, 3),
            "get-states.v1",
            """{"job":"00112233445566778899aabbccddeeff","skip":3}"""
        },
        {
            new StateQueryProtocol.NodeStates(QueryOutcome.Answered, [new StateLine(2, "u", "Op", "s", FlowActors.State.StateKind.Map, [1], [2], [3], 9)], true),
            "node-states.v1",
            """{"outcome":"Answered","states":[{"attempt":2,"uid":"u","operator":"Op","name":"s","kind":"Map","key":"AQ==","mapKey":"Ag==","value":"Aw==","entries":9}],"more":true}"""
        },
        { new NodeLookProtocol.GetNodeView(), "get-node-view.v1", "{}" },
        {
            new NodeLookProtocol.NodeView("akka://n", "i", "h:1", 2, DateTimeOffset.UnixEpoch, 3, 4, 5, [new SubtasksOfJob(Id, 5)]),
            "node-view.v1",
            """{"node":"akka://n","incarnation":"i","endpoint":"h:1","cores":2,"since":"1970-01-01T00:00:00+00:00","heapBytes":3,"processBytes":4,"subtasks":5,"jobs":[{"job":"00112233445566778899aabbccddeeff","subtasks":5}]}"""
        },
        {
            new NodeLookProtocol.NodeView("akka://n", "i", "h:1", 2, DateTimeOffset.UnixEpoch, 3, 4, 5, []) { Version = new NodeVersion("0.1.0", 1), Roles = [NodeRoles.Manager], Slots = 0 },
            "node-view.v1",
            """{"node":"akka://n","incarnation":"i","endpoint":"h:1","cores":2,"since":"1970-01-01T00:00:00+00:00","heapBytes":3,"processBytes":4,"subtasks":5,"jobs":[],"version":{"flowActors":"0.1.0","protocol":1},"roles":["manager"],"slots":0}"""
        },
        { new NodeLookProtocol.GetNodeThreads(), "get-node-threads.v1", "{}" },
        {
            new NodeLookProtocol.NodeThreads([new DispatcherThreads("d", 1, 2, 3)], [new RunningCall(Subtask, "v", "o", 1.5)], ["l"]),
            "node-threads.v1",
            """{"dispatchers":[{"dispatcher":"d","threads":1,"idle":2,"missing":3}],"calls":[{"subtask":"00112233445566778899aabbccddeeff-2-3-4","vertex":"v","operator":"o","milliseconds":1.5}],"leftBehind":["l"]}"""
        },
        { new NodeLookProtocol.GetNodeLogs(7, LogLevel.Warning), "get-node-logs.v1", """{"after":7,"level":"Warning"}""" },
        {
            new NodeLookProtocol.NodeLogs([new LogLine(8, DateTimeOffset.UnixEpoch, LogLevel.Error, "c", "m", "f")], true),
            "node-logs.v1",
            """{"lines":[{"number":8,"time":"1970-01-01T00:00:00+00:00","level":"Error","category":"c","message":"m","failure":"f"}],"more":true}"""
        },
        { new NodeLookProtocol.GetDisposal("r"), "get-disposal.v1", """{"request":"r"}""" },
        {
            new NodeLookProtocol.DisposalSeen(new Disposal("p", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "f")),
            "disposal-seen.v1",
            """{"disposal":{"path":"p","startedAt":"1970-01-01T00:00:00+00:00","endedAt":"1970-01-01T00:00:00+00:00","failure":"f"}}"""
        },
        {
            new StateQueryProtocol.GetKeys(Id, "u", "s", [[1, 2]]),
            "get-keys.v1",
            """{"job":"00112233445566778899aabbccddeeff","uid":"u","state":"s","keys":["AQI="]}"""
        },
        { new NodeLookProtocol.GetDisposal("r"), "get-disposal.v1", """{"request":"r"}""" },
        {
            new NodeLookProtocol.DisposalSeen(new Disposal("p", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "f")),
            "disposal-seen.v1",
            """{"disposal":{"path":"p","startedAt":"1970-01-01T00:00:00+00:00","endedAt":"1970-01-01T00:00:00+00:00","failure":"f"}}"""
        },
        {
            new StateQueryProtocol.GetKeys(Id, "u", "s", [[1, 2]]) { MapKeys = [[3]] },
            "get-keys.v1",
            """{"job":"00112233445566778899aabbccddeeff","uid":"u","state":"s","keys":["AQI="],"mapKeys":["Aw=="]}"""
        },
        {
            new StateQueryProtocol.NodeKeys(QueryOutcome.Answered, [new KeyReading(0, 2, [new StoredElementBytes([], [1])])], null),
            "node-keys.v1",
            """{"outcome":"Answered","keys":[{"index":0,"attempt":2,"elements":[{"mapKey":"","value":"AQ=="}]}]}"""
        },
        {
            new StateWatchProtocol.WatchKey(Id, "w", "u", "s", [1, 2], [3], Subtask, 5_000),
            "watch-key.v1",
            """{"job":"00112233445566778899aabbccddeeff","watch":"w","uid":"u","state":"s","key":"AQI=","known":"Aw==","owner":"00112233445566778899aabbccddeeff-2-3-4","leaseMs":5000}"""
        },
        {
            new StateWatchProtocol.KeySeen(WatchOutcome.Changed, Subtask, [3]) { Reading = new KeyReading(0, 2, [new StoredElementBytes([], [1])]) },
            "key-seen.v1",
            """{"outcome":"Changed","owner":"00112233445566778899aabbccddeeff-2-3-4","digest":"Aw==","reading":{"index":0,"attempt":2,"elements":[{"mapKey":"","value":"AQ=="}]},"cause":"Answered"}"""
        },
        {
            new StateWatchProtocol.EndWatch("w"),
            "end-watch.v1",
            """{"watch":"w"}"""
        },
        {
            new StateQueryProtocol.GetScan(Id, "u", "s", [1], [2, 3], true, 77, new ScanPosition(4, [5]), 100),
            "get-scan.v1",
            """{"job":"00112233445566778899aabbccddeeff","uid":"u","state":"s","from":"AQ==","to":"AgM=","isByKeyGroup":true,"id":77,"after":{"keyGroup":4,"key":"BQ=="},"limit":100}"""
        },
        {
            new StateQueryProtocol.GetScan(Id, "u", "s", [1], null, false, 77, new ScanPosition(0, [5]), 100) { MapOf = [6] },
            "get-scan.v1",
            """{"job":"00112233445566778899aabbccddeeff","uid":"u","state":"s","from":"AQ==","isByKeyGroup":false,"id":77,"after":{"keyGroup":0,"key":"BQ=="},"limit":100,"mapOf":"Bg=="}"""
        },
        {
            new StateQueryProtocol.NodeScan(
                QueryOutcome.Answered, 2, 64, 128, [new ScannedKey(3, [1], [new StoredElementBytes([], [2])])], new ScanPosition(3, null), false, null),
            "node-scan.v1",
            """{"outcome":"Answered","attempt":2,"keyGroups":64,"maxParallelism":128,"keys":[{"keyGroup":3,"key":"AQ==","elements":[{"mapKey":"","value":"Ag=="}]}],"next":{"keyGroup":3},"isTooLarge":false}"""
        },
        {
            new SubtaskProtocol.Stop(Subtask),
            "stop.v1",
            """{"subtask":"00112233445566778899aabbccddeeff-2-3-4"}"""
        },
        {
            new SubtaskProtocol.Finishing(Subtask, Sums),
            "finishing.v2",
            """{"subtask":"00112233445566778899aabbccddeeff-2-3-4","accumulators":{"n":{"long":7},"x":{"double":0.5}}}"""
        },
        {
            new SubtaskProtocol.Finished(Subtask, Sums),
            "finished.v1",
            """{"subtask":"00112233445566778899aabbccddeeff-2-3-4","accumulators":{"n":{"long":7},"x":{"double":0.5}}}"""
        },
        {
            new SubtaskProtocol.Failed(Subtask, Cause),
            "failed.v2",
            """{"subtask":"00112233445566778899aabbccddeeff-2-3-4","failure":{"kind":"Code","operator":"Map","type":"System.Exception","message":"boom","details":"at x","record":"3"}}"""
        },
        {
            new NodeAgentProtocol.DeployAttempt(Attempt, 5, Job, "0123456789abcdef", Placement),
            "deploy-attempt.v1",
            """{"attempt":"00112233445566778899aabbccddeeff-1-2","epoch":5,"job":{"id":"00112233445566778899aabbccddeeff","jobName":"Word count","registeredName":"wordcount","arguments":{"path":"/\u00E4"},"parallelism":{"parallelism":2,"maxParallelism":[128,256]}},"graphHash":"0123456789abcdef","placement":{"nodes":[{"node":"akka.tcp://flowactors@127.0.0.1:4053","incarnation":"run","endpoint":{"host":"127.0.0.1","port":4054}}],"shards":["17","3"],"nodeOfSlot":[0,0]},"takesCheckpoints":false}"""
        },
        {
            new SubtaskProtocol.TakeSplits(Subtask, 5, [[1, 2, 3]], true, 7),
            "take-splits.v1",
            """{"subtask":"00112233445566778899aabbccddeeff-2-3-4","from":5,"splits":["AQID"],"noMore":true,"behind":7}"""
        },
        {
            new SubtaskProtocol.ReaderTold(Subtask, 5, 6, 7),
            "reader-told.v1",
            """{"subtask":"00112233445566778899aabbccddeeff-2-3-4","requests":5,"received":6,"report":7}"""
        },
        {
            new NodeAgentProtocol.ReaderReport(Attempt, "akka.tcp://flowactors@127.0.0.1:4053", 3, 4, 5, 6, 7),
            "reader-report.v1",
            """{"attempt":"00112233445566778899aabbccddeeff-1-2","node":"akka.tcp://flowactors@127.0.0.1:4053","vertex":3,"subtask":4,"requests":5,"received":6,"report":7}"""
        },
        {
            new NodeAgentProtocol.AssignSplits(Attempt, 5, 3, 4, 6, [[1, 2, 3], []], false, 7),
            "assign-splits.v1",
            """{"attempt":"00112233445566778899aabbccddeeff-1-2","epoch":5,"vertex":3,"subtask":4,"from":6,"splits":["AQID",""],"noMore":false,"behind":7}"""
        },
        {
            new NodeAgentProtocol.AdvanceAttempt(Attempt, 5, SubtaskPhase.Running),
            "advance-attempt.v1",
            """{"attempt":"00112233445566778899aabbccddeeff-1-2","epoch":5,"target":"Running"}"""
        },
        {
            new NodeAgentProtocol.AdvanceAttempt(Attempt, 5, null),
            "advance-attempt.v1",
            """{"attempt":"00112233445566778899aabbccddeeff-1-2","epoch":5}"""
        },
        {
            new NodeAgentProtocol.AttemptReport(Attempt, "n", "run", true, SubtaskPhase.Finishing, new NodeFailure(3, 4, Cause), Sums, true),
            "attempt-report.v1",
            """{"attempt":"00112233445566778899aabbccddeeff-1-2","node":"n","incarnation":"run","isKnown":true,"reached":"Finishing","failure":{"vertex":3,"subtask":4,"cause":{"kind":"Code","operator":"Map","type":"System.Exception","message":"boom","details":"at x","record":"3"}},"accumulators":{"n":{"long":7},"x":{"double":0.5}},"isStopping":true}"""
        },
        {
            new JobManagerProtocol.RegisterNode(new NodeInfo("n", "run", new DataEndpoint("h", 1), 2, new Dictionary<string, string> { ["Jobs"] = "ff" }), [Attempt]),
            "register-node.v3",
            """{"node":{"node":"n","incarnation":"run","endpoint":{"host":"h","port":1},"cores":2,"jobs":{"Jobs":"ff"}},"attempts":["00112233445566778899aabbccddeeff-1-2"]}"""
        },
        {
            new JobManagerProtocol.ClaimPlacement(Id, Placement),
            "claim-placement.v1",
            """{"job":"00112233445566778899aabbccddeeff","placement":{"nodes":[{"node":"akka.tcp://flowactors@127.0.0.1:4053","incarnation":"run","endpoint":{"host":"127.0.0.1","port":4054}}],"shards":["17","3"],"nodeOfSlot":[0,0]}}"""
        },
        {
            new JobManagerEvents.ManagerStarted(5),
            "event.manager-started.v1",
            """{"epoch":5}"""
        },
        {
            new JobManagerEvents.JobListed(Job with { RegisteredName = null }, Shape),
            "event.job-listed.v2",
            """{"job":{"id":"00112233445566778899aabbccddeeff","jobName":"Word count","arguments":{"path":"/\u00E4"},"parallelism":{"parallelism":2,"maxParallelism":[128,256]}},"shape":{"graphHash":"0123456789abcdef","regionSlots":[2,1],"restartStrategy":{"kind":"fixed-delay","attempts":3,"delay":10000000}}}"""
        },
        {
            new JobManagerEvents.JobClosed(Id, JobStatus.Cancelled),
            "event.job-closed.v1",
            """{"job":"00112233445566778899aabbccddeeff","end":"Cancelled"}"""
        },
        { new JobManagerEvents.JobForgotten(Id), "event.job-forgotten.v1", """{"job":"00112233445566778899aabbccddeeff"}""" },
        {
            new CoordinatorEvents.JobSubmitted(Job, Shape, At),
            "event.job-submitted.v2",
            """{"job":{"id":"00112233445566778899aabbccddeeff","jobName":"Word count","registeredName":"wordcount","arguments":{"path":"/\u00E4"},"parallelism":{"parallelism":2,"maxParallelism":[128,256]}},"shape":{"graphHash":"0123456789abcdef","regionSlots":[2,1],"restartStrategy":{"kind":"fixed-delay","attempts":3,"delay":10000000}},"at":"2026-01-02T03:04:05.678+00:00"}"""
        },
        {
            new CoordinatorEvents.JobSubmitted(Job, Shape with { RestartStrategy = RestartStrategy.None }, At),
            "event.job-submitted.v2",
            """{"job":{"id":"00112233445566778899aabbccddeeff","jobName":"Word count","registeredName":"wordcount","arguments":{"path":"/\u00E4"},"parallelism":{"parallelism":2,"maxParallelism":[128,256]}},"shape":{"graphHash":"0123456789abcdef","regionSlots":[2,1],"restartStrategy":{"kind":"none"}},"at":"2026-01-02T03:04:05.678+00:00"}"""
        },
        {
            new CoordinatorEvents.JobSubmitted(Job, Shape with { RestartStrategy = new RestartStrategy.FailureRate(2, TimeSpan.FromMinutes(1), TimeSpan.Zero) }, At),
            "event.job-submitted.v2",
            """{"job":{"id":"00112233445566778899aabbccddeeff","jobName":"Word count","registeredName":"wordcount","arguments":{"path":"/\u00E4"},"parallelism":{"parallelism":2,"maxParallelism":[128,256]}},"shape":{"graphHash":"0123456789abcdef","regionSlots":[2,1],"restartStrategy":{"kind":"failure-rate","maxFailures":2,"interval":600000000,"delay":0}},"at":"2026-01-02T03:04:05.678+00:00"}"""
        },
        {
            new CoordinatorEvents.JobSubmitted(Job, Shape with { RestartStrategy = new RestartStrategy.ExponentialDelay { Attempts = 7, AttemptsWithoutCheckpoint = null } }, At),
            "event.job-submitted.v2",
            """{"job":{"id":"00112233445566778899aabbccddeeff","jobName":"Word count","registeredName":"wordcount","arguments":{"path":"/\u00E4"},"parallelism":{"parallelism":2,"maxParallelism":[128,256]}},"shape":{"graphHash":"0123456789abcdef","regionSlots":[2,1],"restartStrategy":{"kind":"exponential-delay","initial":10000000,"max":600000000,"multiplier":1.5,"resetAfter":36000000000,"jitter":0.1,"attempts":7}},"at":"2026-01-02T03:04:05.678+00:00"}"""
        },
        {
            new CoordinatorEvents.JobSubmitted(Job, Shape with { RestartStrategy = new RestartStrategy.ExponentialDelay { AttemptsWithoutCheckpoint = 8 } }, At),
            "event.job-submitted.v2",
            """{"job":{"id":"00112233445566778899aabbccddeeff","jobName":"Word count","registeredName":"wordcount","arguments":{"path":"/\u00E4"},"parallelism":{"parallelism":2,"maxParallelism":[128,256]}},"shape":{"graphHash":"0123456789abcdef","regionSlots":[2,1],"restartStrategy":{"kind":"exponential-delay","initial":10000000,"max":600000000,"multiplier":1.5,"resetAfter":36000000000,"jitter":0.1,"attemptsWithoutCheckpoint":8}},"at":"2026-01-02T03:04:05.678+00:00"}"""
        },
        {
            new CoordinatorEvents.AttemptStarted(1, 2, 5, Placement, null, At),
            "event.attempt-started.v2",
            """{"region":1,"attempt":2,"epoch":5,"placement":{"nodes":[{"node":"akka.tcp://flowactors@127.0.0.1:4053","incarnation":"run","endpoint":{"host":"127.0.0.1","port":4054}}],"shards":["17","3"],"nodeOfSlot":[0,0]},"at":"2026-01-02T03:04:05.678+00:00"}"""
        },
        {
            new CoordinatorEvents.AttemptStarted(1, 2, 5, Placement, 9, At),
            "event.attempt-started.v2",
            """{"region":1,"attempt":2,"epoch":5,"placement":{"nodes":[{"node":"akka.tcp://flowactors@127.0.0.1:4053","incarnation":"run","endpoint":{"host":"127.0.0.1","port":4054}}],"shards":["17","3"],"nodeOfSlot":[0,0]},"restoredCheckpoint":9,"at":"2026-01-02T03:04:05.678+00:00"}"""
        },
        {
            new CoordinatorEvents.AttemptFailed(Failure),
            "event.attempt-failed.v2",
            """{"failure":{"region":1,"attempt":2,"vertex":3,"subtask":4,"cause":{"kind":"Code","operator":"Map","type":"System.Exception","message":"boom","details":"at x","record":"3"},"at":"2026-01-02T03:04:05.678+00:00"}}"""
        },
        {
            new CoordinatorEvents.AttemptFailed(Failure) { Regions = [1, 3] },
            "event.attempt-failed.v2",
            """{"failure":{"region":1,"attempt":2,"vertex":3,"subtask":4,"cause":{"kind":"Code","operator":"Map","type":"System.Exception","message":"boom","details":"at x","record":"3"},"at":"2026-01-02T03:04:05.678+00:00"},"regions":[1,3]}"""
        },
        {
            new JobCoordinatorProtocol.GetVertices(Id, 3),
            "get-vertices.v1",
            """{"job":"00112233445566778899aabbccddeeff","from":3}"""
        },
        {
            new JobCoordinatorProtocol.Vertices([new VertexLine(new VertexShape(1, "Sum", 0, 2, 128, false, [new OperatorSummary("sum", "Sum")]), [0])], More: true),
            "vertices.v1",
            """{"all":[{"vertex":{"id":1,"name":"Sum","region":0,"parallelism":2,"maxParallelism":128,"isSource":false,"operators":[{"uid":"sum","name":"Sum"}]},"inputs":[0]}],"more":true}"""
        },
        {
            new JobCoordinatorProtocol.PendingCheckpoints([new PendingLine(7, CheckpointKind.Checkpoint, At, PendingStage.Subtasks, 1, [new SubtaskNumber(2, 3)])]),
            "pending-checkpoints.v1",
            """{"all":[{"id":7,"kind":"Checkpoint","triggeredAt":"2026-01-02T03:04:05.678+00:00","stage":"Subtasks","missing":1,"subtasks":[{"vertex":2,"index":3}]}]}"""
        },
        {
            new NodeAgentProtocol.GetJobFigures(Id, new Dictionary<int, int> { [0] = 1, [1] = 2 }, Subtask),
            "get-job-figures.v3",
            """{"job":"00112233445566778899aabbccddeeff","attempts":{"0":1,"1":2},"after":"00112233445566778899aabbccddeeff-2-3-4"}"""
        },
        {
            new JobManagerProtocol.RegisterNode(
                new NodeInfo("n", "run", new DataEndpoint("h", 1), 2, new Dictionary<string, string> { ["count"] = "fe" }) { Storage = new StorageIdentity("i", "/p", "m"), Slots = 3 }, []) { IsDraining = true },
            "register-node.v3",
            """{"node":{"node":"n","incarnation":"run","endpoint":{"host":"h","port":1},"cores":2,"jobs":{"count":"fe"},"storage":{"id":"i","path":"/p","machine":"m"},"slots":3},"attempts":[],"isDraining":true}"""
        },
        {
            new JobManagerProtocol.RegisterNode(
                new NodeInfo("n", "run", new DataEndpoint("h", 1), 2, new Dictionary<string, string>()) { Storage = new StorageIdentity("i", "/p", "m") { Journal = "j" }, Slots = 3 }, []),
            "register-node.v3",
            """{"node":{"node":"n","incarnation":"run","endpoint":{"host":"h","port":1},"cores":2,"jobs":{},"storage":{"id":"i","path":"/p","machine":"m","journal":"j"},"slots":3},"attempts":[]}"""
        },
        {
            new JobManagerProtocol.RegisterNode(
                new NodeInfo("n", "run", new DataEndpoint("h", 1), 2, new Dictionary<string, string>()) { Version = new NodeVersion("0.1.0", NodeVersion.CurrentProtocol), Roles = [NodeRoles.Worker] }, []),
            "register-node.v3",
            """{"node":{"node":"n","incarnation":"run","endpoint":{"host":"h","port":1},"cores":2,"jobs":{},"version":{"flowActors":"0.1.0","protocol":1},"roles":["worker"]},"attempts":[]}"""
        },
        { new NodeAgentProtocol.NodeRegistered("n") { IsDrained = true, Epoch = 3, OtherBuilds = ["count"] }, "node-registered.v1", """{"node":"n","isDrained":true,"epoch":3,"otherBuilds":["count"]}""" },
        { new NodeAgentProtocol.BeginDrain("n"), "begin-drain.v1", """{"node":"n"}""" },
        { new JobCoordinatorProtocol.MoveSlots(Id, RescaleCause.NodeJoined), "move-slots.v1", """{"job":"00112233445566778899aabbccddeeff","why":"NodeJoined"}""" },
        {
            new JobCoordinatorProtocol.PlacementDelayed(Id, 3, "why"), "placement-delayed.v1",
            """{"job":"00112233445566778899aabbccddeeff","request":3,"reason":"why"}"""
        },
        { new JobManagerProtocol.DrainNode("n"), "drain-node.v1", """{"node":"n"}""" },
        { new JobManagerProtocol.DrainNode("n") { JobsGoOver = true }, "drain-node.v1", """{"node":"n","jobsGoOver":true}""" },
        { new JobManagerProtocol.DrainTaken("n", 2), "drain-taken.v1", """{"node":"n","slots":2}""" },
        {
            new JobManagerProtocol.DrainTaken("n", 2) { HeldUpBy = [new JobManagerProtocol.DrainHold(Id, "j", "why")] }, "drain-taken.v1",
            $$"""{"node":"n","slots":2,"heldUpBy":[{"job":"{{Id}}","name":"j","reason":"why"}]}"""
        },
        { new JobManagerProtocol.SlotsStay(Id, "why"), "slots-stay.v1", $$"""{"job":"{{Id}}","reason":"why"}""" },
        { new JobManagerProtocol.DrainRefused("n", "why"), "drain-refused.v1", """{"node":"n","reason":"why"}""" },
        {
            new RescaleProtocol.RescaleJob(Id, "r", 5),
            "rescale-job.v1",
            """{"job":"00112233445566778899aabbccddeeff","request":"r","parallelism":5}"""
        },
        {
            new RescaleProtocol.RescaleJob(Id, "r", 5) { SlotsMax = 9, RoomMax = 4 },
            "rescale-job.v1",
            """{"job":"00112233445566778899aabbccddeeff","request":"r","parallelism":5,"slotsMax":9,"roomMax":4}"""
        },
        {
            new RescaleProtocol.GetRescaleRequest(Id, "r"),
            "get-rescale-request.v1",
            """{"job":"00112233445566778899aabbccddeeff","request":"r"}"""
        },
        {
            new RescaleProtocol.RescaleRequest(Id, new RescaleProgress(5, At, At, "no", RescaleRefusal.NotNow)),
            "rescale-request.v1",
            """{"job":"00112233445566778899aabbccddeeff","progress":{"parallelism":5,"startedAt":"2026-01-02T03:04:05.678+00:00","endedAt":"2026-01-02T03:04:05.678+00:00","failure":"no","refusal":"NotNow"}}"""
        },
        {
            new RescaleProtocol.GetRescales(Id),
            "get-rescales.v1",
            """{"job":"00112233445566778899aabbccddeeff"}"""
        },
        {
            new RescaleProtocol.JobRescales(Id, 5, [new RescaleLine(RescaleCause.Requested, 2, 5, At)
            {
                EndedAt = At, Checkpoint = 7, Failure = "no", BytesMoved = 9,
                Pause = new RescalePause(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5)),
            }]),
            "job-rescales.v1",
            """{"job":"00112233445566778899aabbccddeeff","parallelism":5,"all":[{"why":"Requested","from":2,"to":5,"startedAt":"2026-01-02T03:04:05.678+00:00","endedAt":"2026-01-02T03:04:05.678+00:00","checkpoint":7,"failure":"no","bytesMoved":9,"pause":{"align":"00:00:01","snapshot":"00:00:02","move":"00:00:03","restore":"00:00:04","resume":"00:00:05"}}]}"""
        },
        {
            new CoordinatorEvents.Rescaled(RescaleCause.Requested, 2, 5, 7, At, Job.At(5), Shape),
            "event.rescaled.v1",
            """{"why":"Requested","from":2,"to":5,"checkpoint":7,"at":"2026-01-02T03:04:05.678+00:00","job":{"id":"00112233445566778899aabbccddeeff","jobName":"Word count","registeredName":"wordcount","arguments":{"path":"/\u00E4"},"parallelism":{"parallelism":5,"maxParallelism":[128,256]},"rescaledTo":5},"shape":{"graphHash":"0123456789abcdef","regionSlots":[2,1],"restartStrategy":{"kind":"fixed-delay","attempts":3,"delay":10000000}}}"""
        },
        {
            new CoordinatorEvents.Rescaled(RescaleCause.Drained, 2, 2, 7, At, Job, Shape) { Times = new RescaleTimes(At, At.AddSeconds(1), At.AddSeconds(2), At.AddSeconds(3)) },
            "event.rescaled.v1",
            """{"why":"Drained","from":2,"to":2,"checkpoint":7,"at":"2026-01-02T03:04:05.678+00:00","job":{"id":"00112233445566778899aabbccddeeff","jobName":"Word count","registeredName":"wordcount","arguments":{"path":"/\u00E4"},"parallelism":{"parallelism":2,"maxParallelism":[128,256]}},"shape":{"graphHash":"0123456789abcdef","regionSlots":[2,1],"restartStrategy":{"kind":"fixed-delay","attempts":3,"delay":10000000}},"times":{"askedAt":"2026-01-02T03:04:05.678+00:00","triggeredAt":"2026-01-02T03:04:06.678+00:00","alignedAt":"2026-01-02T03:04:07.678+00:00","completedAt":"2026-01-02T03:04:08.678+00:00"}}"""
        },
        {
            new CoordinatorEvents.AttemptStarted(1, 2, 5, Placement, 9, At) { BytesMoved = 9 },
            "event.attempt-started.v2",
            """{"region":1,"attempt":2,"epoch":5,"placement":{"nodes":[{"node":"akka.tcp://flowactors@127.0.0.1:4053","incarnation":"run","endpoint":{"host":"127.0.0.1","port":4054}}],"shards":["17","3"],"nodeOfSlot":[0,0]},"restoredCheckpoint":9,"at":"2026-01-02T03:04:05.678+00:00","bytesMoved":9}"""
        },
        {
            new CoordinatorEvents.RescaleEnded(new RescaleLine(RescaleCause.NodeJoined, 2, 2, At)
            {
                EndedAt = At, Checkpoint = 7, BytesMoved = 9,
                Pause = new RescalePause(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5)),
            }),
            "event.rescale-ended.v1",
            """{"line":{"why":"NodeJoined","from":2,"to":2,"startedAt":"2026-01-02T03:04:05.678+00:00","endedAt":"2026-01-02T03:04:05.678+00:00","checkpoint":7,"bytesMoved":9,"pause":{"align":"00:00:01","snapshot":"00:00:02","move":"00:00:03","restore":"00:00:04","resume":"00:00:05"}}}"""
        },
        {
            new CoordinatorEvents.RestartScheduled(At),
            "event.restart-scheduled.v1",
            """{"dueAt":"2026-01-02T03:04:05.678+00:00"}"""
        },
        {
            new CoordinatorEvents.CancelRequested(At),
            "event.cancel-requested.v1",
            """{"at":"2026-01-02T03:04:05.678+00:00"}"""
        },
        {
            new CoordinatorEvents.CommitStarted(At, Sums),
            "event.commit-started.v1",
            """{"at":"2026-01-02T03:04:05.678+00:00","accumulators":{"n":{"long":7},"x":{"double":0.5}}}"""
        },
        {
            new CoordinatorEvents.JobFinished(At, Sums),
            "event.job-finished.v1",
            """{"at":"2026-01-02T03:04:05.678+00:00","accumulators":{"n":{"long":7},"x":{"double":0.5}}}"""
        },
        {
            new CoordinatorEvents.JobFailed(At, "because"),
            "event.job-failed.v1",
            """{"at":"2026-01-02T03:04:05.678+00:00","reason":"because"}"""
        },
        {
            new CoordinatorEvents.JobCancelled(At),
            "event.job-cancelled.v1",
            """{"at":"2026-01-02T03:04:05.678+00:00"}"""
        },
        {
            new CoordinatorEvents.JobKept(Record),
            "event.job-kept.v1",
            """{"record":{"job":{"id":"00112233445566778899aabbccddeeff","jobName":"Word count","registeredName":"wordcount","arguments":{"path":"/\u00E4"},"parallelism":{"parallelism":2,"maxParallelism":[128,256]}},"shape":{"graphHash":"0123456789abcdef","regionSlots":[2,1],"restartStrategy":{"kind":"fixed-delay","attempts":3,"delay":10000000}},"submittedAt":"2026-01-02T03:04:05.678+00:00","startedAt":"2026-01-02T03:04:05.678+00:00","attempts":{"1":2},"open":[],"isUndecided":false,"isCommitting":false,"cancelRequested":false,"restartDueAt":"2026-01-02T03:04:05.678+00:00","failures":[{"region":1,"attempt":2,"vertex":3,"subtask":4,"cause":{"kind":"Code","operator":"Map","type":"System.Exception","message":"boom","details":"at x","record":"3"},"at":"2026-01-02T03:04:05.678+00:00"}],"failureCount":1,"failuresSinceCheckpoint":1,"failureTimes":["2026-01-02T03:04:05.678+00:00"],"accumulators":{},"checkpoints":{"reservedBelow":1,"kept":[],"unreadable":[]}}}"""
        },
    };

    public void Dispose() => _system.Dispose();

    [Theory]
    [MemberData(nameof(Golden))]
    public void Bytes_are_pinned_and_read_back(object message, string manifest, string json)
    {
        Assert.Equal(manifest, _serializer.Manifest(message));
        Assert.Equal(json, Encoding.UTF8.GetString(_serializer.ToBinary(message)));
        var read = _serializer.FromBinary(Encoding.UTF8.GetBytes(json), manifest);
        Assert.IsType(message.GetType(), read);
        Assert.Equal(json, Encoding.UTF8.GetString(_serializer.ToBinary(read)));
    }

    [Fact]
    public void What_a_build_without_checkpoints_has_kept_is_read()
    {
        const string Old =
            """{"record":{"job":{"id":"00112233445566778899aabbccddeeff","jobName":"Word count","registeredName":"wordcount","arguments":{"path":"/\u00E4"},"parallelism":{"parallelism":2,"maxParallelism":[128,256]}},"shape":{"graphHash":"0123456789abcdef","regionSlots":[2,1],"restartStrategy":{"kind":"fixed-delay","attempts":3,"delay":10000000}},"submittedAt":"2026-01-02T03:04:05.678+00:00","startedAt":"2026-01-02T03:04:05.678+00:00","attempts":{"1":2},"open":[],"isUndecided":false,"isCommitting":false,"cancelRequested":false,"restartDueAt":"2026-01-02T03:04:05.678+00:00","failures":[{"region":1,"attempt":2,"vertex":3,"subtask":4,"cause":{"kind":"Code","operator":"Map","type":"System.Exception","message":"boom","details":"at x","record":"3"},"at":"2026-01-02T03:04:05.678+00:00"}],"failureCount":1,"failureTimes":["2026-01-02T03:04:05.678+00:00"],"accumulators":{}}}""";
        var kept = Assert.IsType<CoordinatorEvents.JobKept>(_serializer.FromBinary(Encoding.UTF8.GetBytes(Old), "event.job-kept.v1"));
        Assert.Equal((1, 0), (kept.Record.FailureCount, kept.Record.FailuresSinceCheckpoint));
        Assert.Equal(1, kept.Record.Checkpoints.ReservedBelow);
        Assert.Null(kept.Record.Shape!.Checkpoints);
    }

    [Fact]
    public void What_one_region_began_with_is_kept_when_another_begins_with_something_else()
    {
        var elsewhere = Placement with { Shards = ["17", "4"] };
        var record = JobRecord.Empty.Apply(new CoordinatorEvents.JobSubmitted(Job, Shape, At))
            .Apply(new CoordinatorEvents.AttemptStarted(0, 1, 5, Placement, null, At)).Apply(new CoordinatorEvents.AttemptStarted(1, 1, 5, Placement, null, At))
            .Apply(new CoordinatorEvents.CommitStarted(At, Sums)).Apply(new CoordinatorEvents.AttemptFailed(Failure) { Regions = [1] })
            .Apply(new CoordinatorEvents.AttemptStarted(1, 2, 5, elsewhere, 9, At));
        var kept = new CoordinatorEvents.JobKept(record);
        var read = Assert.IsType<CoordinatorEvents.JobKept>(_serializer.FromBinary(_serializer.ToBinary(kept), _serializer.Manifest(kept))).Record;
        Assert.Equal([0, 1], read.Open);
        Assert.Equal((null, 9), (read.StartOf(0).Restored, read.StartOf(1).Restored?.Checkpoint));
        Assert.Equal(("3", "4"), (read.StartOf(0).Placement.Shards[1], read.StartOf(1).Placement.Shards[1]));
        Assert.Equal((true, false), (read.IsCommittingIn(0), read.IsCommittingIn(1)));
        Assert.True(read.Apply(new CoordinatorEvents.CommitStarted(At, Sums)).IsCommittingIn(1));
        var closed = read.Apply(new CoordinatorEvents.AttemptFailed(Failure) { Regions = [0] });
        Assert.Equal([1], closed.Open);
        Assert.Null(closed.Earlier);
        closed = closed.Apply(new CoordinatorEvents.AttemptFailed(Failure) { Regions = [1] });
        Assert.Equal((true, null, false), (closed.Open.IsEmpty, closed.Placement, closed.IsCommitting));
    }

    [Fact]
    public void A_rescale_is_kept_with_the_job_as_it_is_from_there_on()
    {
        var record = JobRecord.Empty.Apply(new CoordinatorEvents.JobSubmitted(Job, Shape, At)).Apply(new CoordinatorEvents.AttemptStarted(0, 3, 5, Placement, null, At))
            .Apply(new CoordinatorEvents.Rescaled(RescaleCause.Requested, 2, 5, 7, At, Job.At(5), Shape with { RegionSlots = [5, 1] }));
        var kept = new CoordinatorEvents.JobKept(record);
        var read = Assert.IsType<CoordinatorEvents.JobKept>(_serializer.FromBinary(_serializer.ToBinary(kept), _serializer.Manifest(kept))).Record;
        Assert.Equal((5, 5, 5), (read.Job!.Parallelism!.Parallelism, read.Job.RescaledTo, read.Shape!.Slots));
        Assert.Equal((false, null, 3), (read.IsOpen, read.Placement, read.Attempt));
        Assert.Equal(new PastRescale(RescaleCause.Requested, 2, 5, 7, At, 3, 0), Assert.Single(read.Rescales!));
    }

    [Fact]
    public void An_envelope_is_its_command_behind_flag_and_shard()
    {
        var envelope = new ShardEnvelope("17", new SubtaskProtocol.Open(Subtask), IsBlocking: true);
        var bytes = _serializer.ToBinary(envelope);
        Assert.Equal("shard/open.v1", _serializer.Manifest(envelope));
        Assert.Equal("""{"subtask":"00112233445566778899aabbccddeeff-2-3-4"}""", Encoding.UTF8.GetString(bytes.AsSpan(4)));
        Assert.Equal([1, 2, (byte)'1', (byte)'7'], bytes[..4]);
        Assert.Equal(envelope, _serializer.FromBinary(bytes, "shard/open.v1"));
    }

    [Fact]
    public void Every_message_and_event_has_a_manifest_of_its_own()
    {
        var messages = typeof(IControlMessage).Assembly.GetTypes()
            .Where(t => t is { IsAbstract: false, IsInterface: false } && t.IsAssignableTo(typeof(IControlMessage)) && t != typeof(ShardEnvelope));
        Assert.Equal(messages.OrderBy(t => t.FullName), ControlManifests.Types.OrderBy(t => t.FullName));
        Assert.Equal(ControlManifests.Names.Count(), ControlManifests.Names.Distinct().Count());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Sums_and_metrics_may_be_no_number(double value)
    {
        var sums = new Dictionary<string, AccumulatorValue> { ["x"] = new(null, value) };
        var figures = new NodeAgentProtocol.JobFigures("n", [new(Subtask, "v", new Dictionary<string, double> { ["m"] = value }, sums)], More: false);
        var read = (NodeAgentProtocol.JobFigures)_serializer.FromBinary(_serializer.ToBinary(figures), _serializer.Manifest(figures));
        Assert.Equal(value, read.Subtasks[0].Metrics["m"]);
        Assert.Equal(value, read.Subtasks[0].Accumulators["x"].Double);
    }

    [Fact]
    public void A_message_that_does_not_fit_into_a_frame_is_an_error_with_its_name_and_the_limit()
    {
        var message = new JobManagerProtocol.JobRefused(Id, new string('x', ControlLimits.MessageBytesMax));
        var error = Assert.Throws<InvalidOperationException>(() => _serializer.ToBinary(message));
        Assert.Contains("'job-refused.v1'", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{ControlLimits.MessageBytesMax} are allowed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_of_another_version_is_refused_by_name()
    {
        var error = Assert.Throws<System.Runtime.Serialization.SerializationException>(() => _serializer.FromBinary([], "deploy.v9"));
        Assert.Contains("'deploy.v9'", error.Message, StringComparison.Ordinal);
    }
}
