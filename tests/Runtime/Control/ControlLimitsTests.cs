using Microsoft.Extensions.Logging;
using FlowActors.Runtime.Logging;
using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using Akka.DistributedData;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Checkpoints.Retention;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Operators;
using FlowActors.Runtime.Client;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Control.Management;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Control.Placement;
using FlowActors.Runtime.Control.Watching;
using FlowActors.Runtime.Control.Wire;
using FlowActors.Runtime.Hosting;
using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;
using FlowActors.Runtime.Subtasks.Metrics;
using FlowActors.Runtime.Subtasks.Queries;
using FlowActors.Runtime.Transport;
using FlowActors.State.Scans;
using static FlowActors.Runtime.Control.Coordination.CoordinatorEvents;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;
using static FlowActors.Runtime.Control.Management.JobManagerEvents;
using static FlowActors.Runtime.Control.Management.JobManagerProtocol;
using static FlowActors.Runtime.Control.Nodes.NodeAgentProtocol;

namespace FlowActors.Runtime.Tests.Control;

/// <summary>The largest message of every kind fits into a frame. Each line below says what bounds it.</summary>
public sealed class ControlLimitsTests(ClusteredSystem clustered) : IClassFixture<ClusteredSystem>
{
    private static readonly JobId Id = JobId.Create();
    private static readonly SubtaskId Subtask = new(Id, int.MaxValue, 32_767, 32_767);
    private static readonly DateTimeOffset At = new DateTimeOffset(2026, 12, 31, 23, 59, 59, TimeSpan.FromHours(-11.5)).AddTicks(1234567);
    private static readonly string Address = $"akka.tcp://flowactors@{Random('h', ControlLimits.HostLengthMax)}:65535";
    private static readonly JobSpec Job = LargestJob();
    private static readonly string Reason = ControlText.Cut(Foreign(1 << 20), ControlLimits.ReasonBytesMax);
    private static readonly SubtaskFailure Failure =
        FailureText.Shorten(new SubtaskFailure(FailureKind.TooManyAccumulators, Foreign(1 << 16), Foreign(1 << 16), Foreign(1 << 16), Foreign(1 << 16)) 
        {
            Position = Foreign(1 << 16),
            Record = Foreign(1 << 16),
        });

    private static readonly AttemptFailure Failed = new(32_767, int.MaxValue, 32_767, 32_767, Failure, At);
    private static readonly IReadOnlyList<AttemptFailure> Failures = [.. Enumerable.Repeat(Failed, JobRecord.FailuresMax)];
    private static readonly System.Collections.Immutable.ImmutableSortedDictionary<int, int> Attempts =
        System.Collections.Immutable.ImmutableSortedDictionary<int, int>.Empty.AddRange(Enumerable.Range(0, 1000).Select(r => KeyValuePair.Create(r, int.MaxValue)));

    private static readonly Dictionary<string, AccumulatorValue> Sums =
        LargestNames(ControlLimits.AccumulatorBytesMax).ToDictionary(n => n, _ => new AccumulatorValue(null, -1.2345678901234567e-300));

    private static readonly NodeInfo Node = LargestNode();
    private static readonly SubtaskFigures Figures = new(
        Subtask,
        ControlText.Cut(Foreign(1 << 16), ControlLimits.NameBytesMax),
        LargestNames(ControlLimits.MetricBytesMax).ToDictionary(n => n, _ => -1.2345678901234567e-300),
        Sums)
    {
        Details = SubtaskDetails.Of(new SubtaskInsight(
            Timeline(), Foreign(ControlLimits.NameBytesMax), 1, true,
            new InputTimes(
                new EventTimeLook(null, long.MinValue, false, 0), true,
                [.. Enumerable.Range(0, 2 * SubtaskDetails.PartsMax).Select(_ => new InputTime(32_767, 32_767, 0, new EventTimeLook(Foreign(1 << 16), long.MinValue, false, 0)))]),
            new EventTimeLook(null, long.MinValue, false, 0), new RecentWork(new TimeShare(123.45678901234567, 123.45678901234567, 123.45678901234567), 1, 1, 1, 1))),
    };

    // As many nodes as there can be, each with a share of as many slots as there can be.
    private static readonly AttemptPlacement Placement = new(
        [.. Enumerable.Range(0, ControlLimits.NodesMax).Select(i => new NodePlace(
            $"{Address[..^4]}{i:d4}", new string('f', 32), new DataEndpoint(Node.Endpoint.Host[..^4] + $"{i:d4}", 65535)))],
        [.. Enumerable.Range(0, ControlLimits.ShardsMax).Select(i => $"{i}")],
        [.. Enumerable.Range(0, ControlLimits.ShardsMax).Select(i => i % ControlLimits.NodesMax)]);

    private static readonly StateLine State = new(
        int.MaxValue, Foreign(ControlLimits.NameBytesMax), Foreign(ControlLimits.NameBytesMax), Foreign(ControlLimits.NameBytesMax), FlowActors.State.StateKind.OperatorList,
        new byte[StateReader.SchemaBytesMax / 3], new byte[StateReader.SchemaBytesMax / 3], new byte[StateReader.SchemaBytesMax / 3], long.MaxValue);

    private static readonly string Folder = Random('f', 4_096);
    private static readonly SnapshotTimes Times = new(TimeSpan.MaxValue, TimeSpan.MaxValue, TimeSpan.MaxValue, TimeSpan.MaxValue, long.MaxValue);
    private static readonly CheckpointLine Line = new(
        long.MaxValue, CheckpointKind.DrainWithSavepoint, At, At, Folder, long.MaxValue, long.MaxValue, long.MaxValue, TimeSpan.MaxValue, TimeSpan.MaxValue, int.MaxValue, int.MaxValue,
        AbortReason.SubtaskFinished, Foreign(1_024));
    private static readonly StateHandle File = new(Random('f', 200), long.MaxValue, uint.MaxValue);
    private static readonly DatabaseSnapshot Database = new(
        new string('f', 64), [.. Enumerable.Repeat(new DatabaseFileSnapshot(new string('f', DatabaseNames.LengthMax), File, false), ControlLimits.DatabaseFilesMax)]); // DatabaseUpload
    private static readonly IReadOnlyList<QueryableState> Queryable = // QueryableStates
        [.. Enumerable.Repeat(new QueryableState("", "", long.MaxValue) { TimeToLive = long.MaxValue }, ControlLimits.QueryableBytesMax / (3 * ControlLimits.ValueBytes))];

    private static readonly SubtaskSnapshot Snapshot = new(32_767, true, [new KeyedStateSnapshot(32_767, 32_767, [File]) { Backend = "rocksdb", Database = Database }], [File], [File]) { HasEnded = true, Queryable = Queryable };
    private static readonly CompletedCheckpoint Completed = new(
        long.MaxValue, CheckpointKind.DrainWithSavepoint, new FileReference(Random('f', 200), long.MaxValue, true), At, At, long.MaxValue, true,
        System.Collections.Immutable.ImmutableSortedDictionary<int, int>.Empty.AddRange(Enumerable.Range(0, 20).Select(r => KeyValuePair.Create(r, int.MaxValue))));

    private static readonly RescaleLine Rescale = new(RescaleCause.Interrupted, int.MaxValue, int.MaxValue, At)
    {
        EndedAt = At, Checkpoint = long.MaxValue, Failure = Reason, BytesMoved = long.MaxValue,
        Pause = new RescalePause(TimeSpan.MaxValue, TimeSpan.MaxValue, TimeSpan.MaxValue, TimeSpan.MaxValue, TimeSpan.MaxValue),
    };

    private static readonly PastRescale Past = new(RescaleCause.Interrupted, int.MaxValue, int.MaxValue, long.MaxValue, At, int.MaxValue, int.MaxValue)
    {
        Times = new RescaleTimes(At, At, At, At), BytesMoved = long.MaxValue,
    };

    private static readonly AttemptId Attempt = new(Id, 32_767, int.MaxValue);
    private static readonly PendingLine Pending = new(
        long.MaxValue, CheckpointKind.DrainWithSavepoint, At, PendingStage.Enumerators, int.MaxValue, [.. Enumerable.Repeat(new SubtaskNumber(32_767, 32_767), PendingLine.SubtasksMax)]);

    private static readonly JobShape Shape = new(
        new string('f', 64), [.. Enumerable.Repeat(ControlLimits.ShardsMax, 1000)], new RestartStrategy.ExponentialDelay { Attempts = int.MaxValue, AttemptsWithoutCheckpoint = int.MaxValue });

    // The longest that ControlText.Cut leaves of a name.
    private static readonly string CutName = Foreign(ControlLimits.NameBytesMax / 6);

    private static readonly Dictionary<Type, IControlMessage> Largest = new IControlMessage[]
    {
        new SubtaskProtocol.Deploy(Subtask),
        new SubtaskProtocol.Open(Subtask),
        new SubtaskProtocol.Start(Subtask),
        new SubtaskProtocol.Finish(Subtask),
        new SubtaskProtocol.TakeSplits(Subtask, long.MaxValue, [new byte[ControlLimits.SplitBytesMax]], false, long.MaxValue), // SourceCoordination
        new SubtaskProtocol.ReaderTold(Subtask, long.MaxValue, long.MaxValue, long.MaxValue),
        new SubtaskProtocol.EnterBarrier(Subtask, long.MaxValue, CheckpointKind.DrainWithSavepoint, CheckpointMode.AlignedWithTimeout, long.MaxValue) { IsNative = true },
        new SubtaskProtocol.AimSavepoint(Subtask, long.MaxValue, Folder),
        new SubtaskProtocol.CheckpointOver(Subtask, long.MaxValue, false),
        new SubtaskProtocol.CheckpointTaken(Subtask, long.MaxValue, CheckpointKind.DrainWithSavepoint, Folder, Snapshot, true, Times), // DatabaseUpload
        new SubtaskProtocol.CheckpointNotWritten(Subtask, long.MaxValue, Reason), // cut
        new SubtaskProtocol.Stop(Subtask),
        new SubtaskProtocol.Deployed(Subtask),
        new SubtaskProtocol.Misplaced(Subtask, Address),
        new SubtaskProtocol.Ready(Subtask),
        new SubtaskProtocol.Running(Subtask),
        new SubtaskProtocol.Finishing(Subtask, Sums), // FigureBudget
        new SubtaskProtocol.Finished(Subtask, Sums), // FigureBudget
        new SubtaskProtocol.Failed(Subtask, Failure), // FailureText
        new SubtaskProtocol.Stopped(Subtask),
        new EnterBarriers(
            Attempt, long.MaxValue, long.MaxValue, CheckpointKind.DrainWithSavepoint, CheckpointMode.AlignedWithTimeout, Folder, // JobClient
            [.. Enumerable.Repeat(new BarrierEntry(32_767, 32_767, long.MaxValue), JobCore.BarrierEntriesMax)]) { IsNative = true },
        new EndCheckpoint(Attempt, long.MaxValue, long.MaxValue, false),
        new SubtaskCheckpoint(Attempt, long.MaxValue, CheckpointKind.DrainWithSavepoint, Folder, 32_767, Snapshot, true, Times), // DatabaseUpload
        new SubtaskCheckpointFailed(Attempt, long.MaxValue, 32_767, 32_767, Reason), // cut
        new DeployAttempt(Attempt, long.MaxValue, Job, new string('f', 64), Placement, new RestoreFrom(long.MaxValue, Folder), true), // JobSpecCheck; shards and nodes
        new AdvanceAttempt(Attempt, long.MaxValue, SubtaskPhase.Finishing),
        new AttemptReport(Attempt, Address, new string('f', 32), true, SubtaskPhase.Finishing, new NodeFailure(32_767, 32_767, Failure), Sums, true) { Ended = [.. Enumerable.Repeat(new SubtaskNumber(32_767, 32_767), NodeAttempt.EndedMax)] }, // NodeAttempt, FailureText
        new ReaderReport(Attempt, Address, 32_767, 32_767, long.MaxValue, long.MaxValue, long.MaxValue),
        new AssignSplits(Attempt, long.MaxValue, 32_767, 32_767, long.MaxValue, [new byte[ControlLimits.SplitBytesMax]], false, long.MaxValue), // SourceCoordination
        new ForgetJob(Id),
        new ForgetFigures(Id),
        new NodeRegistered(Address) { IsDrained = true, Epoch = long.MaxValue, OtherBuilds = [.. Enumerable.Repeat(new string('j', ControlLimits.NodeBytesMax / 256), 512)] },
        new BeginDrain(Address),
        new MoveSlots(Id, RescaleCause.NodeJoined),
        new DrainNode(Address) { JobsGoOver = true },
        new DrainTaken(Address, int.MaxValue) { HeldUpBy = [.. Enumerable.Repeat(new DrainHold(Id, CutName, Reason), DrainHolds.NamedMax)] }, // DrainHolds
        new SlotsStay(Id, Reason), // cut
        new DrainRefused(Address, Reason), // it names two nodes
        new NodeRefused(Address, Reason), // NodeInfoCheck: it names one assembly
        new GetJobFigures(Id, Attempts, Subtask) { WithDetails = true },
        new JobFigures(Address, Page([Figures, Figures, Figures], ControlJson.Default.SubtaskFigures), true), // Pages, FigureBudget
        new StateQueryProtocol.GetStates(Id, int.MaxValue),
        new StateQueryProtocol.NodeStates(QueryOutcome.Answered, Page([State, State, State, State, State], ControlJson.Default.StateLine), true), // Pages, StateReader
        new NodeLookProtocol.GetNodeView(),
        new NodeLookProtocol.NodeView(
            Address, new string('f', 32), new string('e', 300), int.MaxValue, DateTimeOffset.MaxValue, long.MaxValue, long.MaxValue, int.MaxValue,
            [.. Enumerable.Repeat(new SubtasksOfJob(Id, int.MaxValue), NodeLooks.NamedMax)]), // NodeLooks
        new NodeLookProtocol.GetNodeThreads(),
        new NodeLookProtocol.NodeThreads(
            [.. Enumerable.Repeat(new DispatcherThreads(new string('d', 100), int.MaxValue, int.MaxValue, int.MaxValue), NodeLooks.NamedMax)],
            [.. Enumerable.Repeat(new RunningCall(Subtask, CutName, CutName, double.MaxValue), NodeLooks.NamedMax)],
            [.. Enumerable.Repeat(CutName, NodeLooks.NamedMax)]), // NodeLooks, OperatorHosting
        new NodeLookProtocol.GetNodeLogs(long.MaxValue, LogLevel.Information),
        new NodeLookProtocol.NodeLogs(
            Page(
                [.. Enumerable.Repeat(new LogLine(long.MaxValue, DateTimeOffset.MaxValue, LogLevel.Information, new string('c', 200), new string('\u00fc', RecentLogs.TextMax), new string('\u00fc', RecentLogs.TextMax)), RecentLogs.LinesMax)],
                ControlJson.Default.LogLine),
            true), // RecentLogs, Pages
        new NodeLookProtocol.GetDisposal(new string('f', 32)),
        new NodeLookProtocol.DisposalSeen(new Disposal(new string('\u00fc', 4096), DateTimeOffset.MaxValue, DateTimeOffset.MaxValue, Reason)), // Disposals; paths of the system
        new StateQueryProtocol.GetKeys(Id, Foreign(ControlLimits.NameBytesMax), Foreign(ControlLimits.NameBytesMax), [new byte[StateClient.KeyBytesMax]]), // StateClient
        new StateQueryProtocol.NodeKeys(QueryOutcome.Answered, [new KeyReading(int.MaxValue, int.MaxValue, [new StoredElementBytes([], new byte[StateReader.AnswerBytesMax])])], Reason), // StateReader
        new StateWatchProtocol.WatchKey(
            Id, new string('f', 32), Foreign(ControlLimits.NameBytesMax), Foreign(ControlLimits.NameBytesMax), new byte[StateClient.KeyBytesMax], new byte[16], Subtask, int.MaxValue), // StateClient
        new StateWatchProtocol.KeySeen(WatchOutcome.Changed, Subtask, new byte[16]) 
        {
            Reading = new KeyReading(0, int.MaxValue, [new StoredElementBytes([], new byte[StateReader.AnswerBytesMax])]), // StateReader
            Failure = Reason,
        },
        new StateWatchProtocol.EndWatch(new string('f', 32)),
        new StateQueryProtocol.GetScan(Id, Foreign(ControlLimits.NameBytesMax), Foreign(ControlLimits.NameBytesMax), new byte[StateClient.KeyBytesMax], [], true, long.MaxValue, new ScanPosition(int.MaxValue, []), int.MaxValue), // StateClient
        new StateQueryProtocol.NodeScan(
            QueryOutcome.Answered, int.MaxValue, int.MaxValue, int.MaxValue, [new ScannedKey(int.MaxValue, [], [new StoredElementBytes([], new byte[StateReader.AnswerBytesMax])])], new ScanPosition(int.MaxValue, new byte[PageReading.KeyMax]), false, Reason), // StateReader, PageReading
        new CancelJob(Id),
        new CancelTaken(Id),
        new ResumeJob(Id, Job.Arguments), // JobSpecCheck
        new ResumeTaken(Id, long.MaxValue),
        new TakeSnapshot(Id, new string('f', 32), CheckpointKind.DrainWithSavepoint, Folder) { IsNative = true, IsReportedAtOnce = true, Again = At },
        new SnapshotAnswer(Id, long.MaxValue, Folder, Reason), // cut
        new LeaseCheckpoint(Id, new string('f', 32), long.MaxValue),
        new LeaseAnswer(Id, new CheckpointLease(LeaseOutcome.Granted, long.MaxValue, Folder), TimeSpan.MaxValue),
        new EndLease(Id, new string('f', 32), long.MaxValue, true),
        new SnapshotProtocol.GetSnapshotRequest(Id, new string('f', 64)),
        new SnapshotProtocol.SnapshotRequest(Id, new SnapshotProgress(CheckpointKind.DrainWithSavepoint, Folder, true, At, At, long.MaxValue, Reason)), // cut
        new SnapshotProtocol.GetCheckpoints(Id, long.MaxValue),
        new SnapshotProtocol.JobCheckpoints(
            Id, new CheckpointSettings { Interval = TimeSpan.MaxValue }, CheckpointTotals.None, Page([.. Enumerable.Repeat(Line, 100)], ControlJson.Default.CheckpointLine), true)
        {
            LastCompleted = Line, LastSavepoint = Line, LastAborted = Line, Restored = new RestoreFrom(long.MaxValue, Folder), Kept = [.. Enumerable.Repeat(long.MaxValue, 1_000)],
        }, // Pages; CheckpointStatistics cuts the cause; retained
        new SnapshotProtocol.GetCheckpointParts(Id, long.MaxValue, int.MaxValue),
        new SnapshotProtocol.CheckpointParts(
            Id, Line, Page([.. Enumerable.Repeat(new CheckpointSubtask(new SubtaskNumber(32_767, 32_767), At, true, long.MaxValue, long.MaxValue, Times), 5_000)], ControlJson.Default.CheckpointSubtask), true), // Pages
        new RescaleProtocol.RescaleJob(Id, new string('f', 64), int.MaxValue) { SlotsMax = int.MaxValue, RoomMax = int.MaxValue },
        new RescaleProtocol.GetRescaleRequest(Id, new string('f', 64)),
        new RescaleProtocol.RescaleRequest(Id, new RescaleProgress(int.MaxValue, At, At, Reason, RescaleRefusal.Impossible)), // cut
        new RescaleProtocol.GetRescales(Id),
        new RescaleProtocol.JobRescales(Id, int.MaxValue, [.. Enumerable.Repeat(Rescale, JobRecord.RescalesMax)]), // cut
        new GetJob(Id),
        new AwaitJobEnd(Id),
        new JobView(Job, JobStatus.Restarting, int.MaxValue, At, At, At, Failures, Reason, Sums) { Attempts = Attempts, Build = new string('f', 36), Metrics = JobMetric.All.ToDictionary(m => m.Name, _ => -1.2345678901234567e-300) }, // JobSpecCheck, FailureText, AccumulatorBytes
        new GetVertices(Id, int.MaxValue),
        new Vertices(Page([.. VertexLine.Of(LargestShape())], ControlJson.Default.VertexLine), true), // Pages, VertexLine
        new GetPendingCheckpoints(Id),
        new PendingCheckpoints([.. Enumerable.Repeat(Pending, PendingLine.CheckpointsMax)]), // PendingLine
        new JobPlaced(Id, int.MaxValue, Placement), // shards and nodes
        new PlacementRefused(Id, int.MaxValue, Reason), // the engine's own text
        new PlacementDelayed(Id, int.MaxValue, Reason), // the engine's own text
        new NodeLost(Address),
        new AttemptFound(Attempt, Address),
        new SubmitJob(Job), // JobSpecCheck
        new JobAccepted(Id),
        new JobRefused(Id, Reason), // cut
        new JobUnknown(Id),
        new GetJobs(long.MaxValue),
        new JobManagerProtocol.Jobs(Page([.. Enumerable.Repeat(new JobLine(long.MaxValue, Job, JobStatus.Cancelled), 9)], ControlJson.Default.JobLine), true), // Pages
        new GetNodes(),
        new Nodes([.. Enumerable.Repeat(Address, ControlLimits.NodesMax)]), // NodeDirectory
        new RegisterNode(Node, [.. Enumerable.Repeat(Attempt, ControlLimits.ShardsMax)]), // NodeInfoCheck; an attempt has a slot at least
        new PlaceJob(Id, int.MaxValue, int.MaxValue) { IsTry = true },
        new ClaimPlacement(Id, Placement), // shards and nodes
        new JobEnded(Id, JobStatus.Cancelled),
        new ManagerStarted(long.MaxValue),
        new JobListed(Job, Shape), // JobSpecCheck
        new JobClosed(Id, JobStatus.Cancelled),
        new JobForgotten(Id),
        new JobSubmitted(Job, Shape, At), // JobSpecCheck
        new AttemptStarted(32_767, int.MaxValue, long.MaxValue, Placement, long.MaxValue, At), // shards and nodes
        new AttemptFailed(Failed), // FailureText
        new RestartScheduled(At),
        new CoordinatorEvents.CancelRequested(At),
        new CommitStarted(At, Sums), // AccumulatorBytes
        new JobKept(new JobRecord
        {
            Job = Job, Shape = Shape, SubmittedAt = At, StartedAt = At, RestartDueAt = At,
            Attempts = Attempts,
            Failures = [.. Failures], FailureCount = int.MaxValue, FailureTimes = [.. Enumerable.Repeat(At, JobRecord.FailureTimesMax)],
            Rescales = [.. Enumerable.Repeat(Past, JobRecord.RescalesMax)],
            EndedRescales = [.. Enumerable.Repeat(Rescale, JobRecord.RescalesMax)],
        }), // as JobView; written when no attempt is open, so that there is no placement, and there are no sums yet
        new JobResumed(Job, Shape, At), // JobSpecCheck
        new Rescaled(RescaleCause.Interrupted, int.MaxValue, int.MaxValue, long.MaxValue, At, Job, Shape) { Times = new RescaleTimes(At, At, At, At) }, // JobSpecCheck
        new CheckpointDecided(new CheckpointEvents.CheckpointsKept(new CheckpointRecord { Kept = [.. Enumerable.Repeat(Completed, 1_000)] })), // retained
        new RescaleEnded(Rescale), // cut
        new JobFinished(At, Sums), // AccumulatorBytes
        new JobFailed(At, Reason), // the engine's own text
        new JobCancelled(At),
    }.ToDictionary(m => m.GetType());

    private readonly ActorSystem _system = clustered.System;

    public static TheoryData<string> Names => [.. ControlManifests.Types.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_largest_message_of_its_kind_fits_into_a_frame(string name)
    {
        var message = Assert.Single(Largest.Values, m => m.GetType().Name == name);
        var serializer = new ControlSerializer((ExtendedActorSystem)_system);
        Assert.InRange(serializer.ToBinary(message).Length, 1, ControlLimits.MessageBytesMax);
        if (message is SubtaskProtocol.ICommand command)
            Assert.InRange(serializer.ToBinary(new ShardEnvelope("65535", command, true)).Length, 1, ControlLimits.MessageBytesMax + 16);
    }

    [Fact]
    public void The_places_of_all_shards_fit_into_a_message_of_the_distributed_data()
    {
        var cluster = Akka.Cluster.Cluster.Get(_system);
        var homes = LWWDictionary<string, string>.Empty;
        for (var i = 0; i < ControlLimits.ShardsMax; i++)
            homes = homes.SetItem(cluster, $"{i}", $"akka.tcp://flowactors@{Random((char)('a' + (i % 26)), ControlLimits.HostLengthMax, i % ControlLimits.NodesMax)}:65535");
        Assert.InRange(_system.Serialization.FindSerializerFor(homes).ToBinary(homes).Length, 1, ControlLimits.MessageBytesMax);
    }

    [Fact]
    public void Akkas_frame_is_as_large_as_the_limits_say()
    {
        var config = AkkaConfig.Of(RuntimeConfiguration.Reference);
        Assert.Equal(ControlLimits.FrameBytes, config.GetByteSize("akka.remote.dot-netty.tcp.maximum-frame-size"));
        FrameSize.Check(config);
        var smaller = ConfigurationFactory.ParseString("akka.remote.dot-netty.tcp.maximum-frame-size = 512KiB").WithFallback(config);
        var error = Assert.Throws<JobValidationException>(() => FrameSize.Check(smaller));
        Assert.Contains("maximum-frame-size is '512KiB'; control messages need 1MiB at least", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_hold_everything_once_and_one_item_at_least()
    {
        var all = Enumerable.Range(1, 40).Select(n => new JobLine(n, n == 7 ? Job : Job with { Arguments = new Dictionary<string, string> { ["x"] = Foreign(2_000) } }, null)).ToList();
        var read = new List<JobLine>();
        var pages = 0;
        for (var more = true; more; pages++)
        {
            (var page, more) = Pages.First(all.Where(j => read.Count == 0 || j.Number > read[^1].Number), ControlJson.Default.JobLine);
            Assert.NotEmpty(page);
            read.AddRange(page);
        }

        Assert.Equal(all, read);
        Assert.InRange(pages, 2, 10);
    }

    [Fact]
    public void A_job_whose_arguments_are_too_long_is_refused_with_the_limit_and_the_longest_argument()
    {
        var job = new JobSpec(Id, "big", "big", new Dictionary<string, string> { ["small"] = "1", ["data"] = new('x', 1_500_000) });
        var error = Assert.Throws<JobValidationException>(() => JobSpecCheck.Check(job));
        Assert.Contains($"{ControlLimits.JobBytesMax} are allowed; the longest argument is 'data' with 1500000 characters", error.Message, StringComparison.Ordinal);
        Assert.Same(Job, JobSpecCheck.Check(Job));
        Assert.Throws<JobValidationException>(() => JobSpecCheck.Check(Job with { JobName = Job.JobName + "x" }));
    }

    private static IReadOnlyList<T> Page<T>(T[] items, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => Pages.First(items, type).Items;

    private static string Foreign(int length) => new('語', length);

    private static string Random(char first, int length, int seed = 0)
    {
        var random = new Random(seed);
        return first + new string([.. Enumerable.Range(1, length - 1).Select(_ => (char)('a' + random.Next(26)))]);
    }

    private static SubtaskTimeline Timeline()
    {
        var timeline = new SubtaskTimeline();
        foreach (var state in Enum.GetValues<SubtaskState>()) timeline.Add(state, At);
        return timeline;
    }

    private static JobShape LargestShape()
    {
        var operators = Enumerable.Repeat(new OperatorSummary(Foreign(1 << 12), Foreign(1 << 12)), 1_000).ToList();
        var vertices = Enumerable.Range(0, 3).Select(i => new VertexShape(i, Foreign(1 << 12), 32_767, 32_767, 32_767, true, operators)).ToList();
        return Shape with { Checkpoints = new CheckpointShape(new CheckpointConfig(), vertices, [.. Enumerable.Range(0, 5_000).Select(i => new EdgeShape(i, 0, true))]) };
    }

    private static JobSpec LargestJob()
    {
        var job = new JobSpec(Id, Foreign(100), Foreign(100), new Dictionary<string, string> { ["text"] = "" });
        var room = ControlLimits.JobBytesMax - System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(job, ControlJson.Default.JobSpec).Length;
        return job with { Arguments = new Dictionary<string, string> { ["text"] = Foreign(room / 6) + new string('x', room % 6) } };
    }

    private static NodeInfo LargestNode()
    {
        var jobs = new Dictionary<string, string>();
        NodeInfo Info() => new(Address, new string('f', 32), new DataEndpoint(Random('h', ControlLimits.HostLengthMax), 65535), 4096, jobs) { Version = NodeVersion.Own, Roles = NodeRoles.All };
        for (var i = 0; ; i++)
        {
            jobs[$"{i:d8}"] = new string('f', 32);
            if (System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(Info(), ControlJson.Default.NodeInfo).Length <= ControlLimits.NodeBytesMax) continue;
            jobs.Remove($"{i:d8}");
            NodeInfoCheck.Check(Info());
            return Info();
        }
    }

    // Short names, so that most of the message is what stands between them.
    private static List<string> LargestNames(int bytesMax)
    {
        var names = new List<string>();
        var budget = new FigureBudget("names", bytesMax);
        while (true)
        {
            try
            {
                budget.Take($"{names.Count:x}");
            }
            catch (InvalidOperationException)
            {
                return names;
            }

            names.Add($"{names.Count:x}");
        }
    }
}
