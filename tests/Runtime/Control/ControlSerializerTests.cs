using System.Text;
using Akka.Actor;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Tasks;
using FlowActors.Runtime.Transport;

namespace FlowActors.Runtime.Tests.Control;

public sealed class ControlSerializerTests : IDisposable
{
    private static readonly JobId Id = new("00112233445566778899aabbccddeeff");
    private static readonly SubtaskId Subtask = new(Id, 2, 3, 4);
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
    private static readonly Dictionary<string, string> Arguments = new() { ["path"] = "/ä" };
    private static readonly JobSpec Job = new(Id, "Word count", "wordcount", Arguments);
    private static readonly AttemptFailure Failure = new(2, 3, 4, new SubtaskFailure("Map", "System.Exception", "boom", "at x"), At);
    private static readonly Dictionary<string, AccumulatorValue> Sums = new() { ["n"] = new(7, null), ["x"] = new(null, 0.5) };
    private static readonly SlotLocation Slot = new("17", "akka.tcp://flowactors@127.0.0.1:4053", new DataEndpoint("127.0.0.1", 4054));

    private readonly ActorSystem _system = ActorSystem.Create("serialization");
    private readonly ControlSerializer _serializer;

    public ControlSerializerTests() => _serializer = new ControlSerializer((ExtendedActorSystem)_system);

    /// <summary>Messages with their manifest and bytes, as they are on the wire and in journals for ever.</summary>
    public static TheoryData<object, string, string> Golden => new()
    {
        {
            new SubtaskProtocol.Deploy(Subtask, Job, "0123456789abcdef", 1UL << 63, [Slot]),
            "deploy.v2",
            """{"subtask":"00112233445566778899aabbccddeeff-2-3-4","job":{"id":"00112233445566778899aabbccddeeff","jobName":"Word count","registeredName":"wordcount","arguments":{"path":"/\u00E4"}},"graphHash":"0123456789abcdef","region":9223372036854775808,"slots":{"nodes":[{"node":"akka.tcp://flowactors@127.0.0.1:4053","endpoint":{"host":"127.0.0.1","port":4054}}],"shards":["17"],"homes":[0]}}"""
        },
        { new SubtaskProtocol.Stop(Subtask), "stop.v1", """{"subtask":"00112233445566778899aabbccddeeff-2-3-4"}""" },
        {
            new SubtaskProtocol.Finished(Subtask, Sums),
            "finished.v1",
            """{"subtask":"00112233445566778899aabbccddeeff-2-3-4","accumulators":{"n":{"long":7},"x":{"double":0.5}}}"""
        },
        {
            new SubtaskProtocol.Failed(Subtask, new SubtaskFailure("Map", "System.Exception", "boom", "at x") { Record = "3" }),
            "failed.v1",
            """{"subtask":"00112233445566778899aabbccddeeff-2-3-4","failure":{"operator":"Map","type":"System.Exception","message":"boom","details":"at x","record":"3"}}"""
        },
        {
            new CoordinatorEvents.JobSubmitted(Job, At),
            "event.job-submitted.v1",
            """{"job":{"id":"00112233445566778899aabbccddeeff","jobName":"Word count","registeredName":"wordcount","arguments":{"path":"/\u00E4"}},"at":"2026-01-02T03:04:05.678+00:00"}"""
        },
        {
            new CoordinatorEvents.AttemptStarted(2, "p", At),
            "event.attempt-started.v1",
            """{"attempt":2,"incarnation":"p","at":"2026-01-02T03:04:05.678+00:00"}"""
        },
        {
            new CoordinatorEvents.AttemptFailed(Failure),
            "event.attempt-failed.v1",
            """{"failure":{"attempt":2,"vertex":3,"subtask":4,"cause":{"operator":"Map","type":"System.Exception","message":"boom","details":"at x"},"at":"2026-01-02T03:04:05.678+00:00"}}"""
        },
        { new CoordinatorEvents.RestartScheduled(At), "event.restart-scheduled.v1", """{"dueAt":"2026-01-02T03:04:05.678+00:00"}""" },
        { new CoordinatorEvents.CancelRequested(At), "event.cancel-requested.v1", """{"at":"2026-01-02T03:04:05.678+00:00"}""" },
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
            new CoordinatorEvents.JobKept(new JobRecord
            {
                Job = Job, SubmittedAt = At, StartedAt = At, Attempt = 2, Incarnation = "p", RestartDueAt = At, Failures = [Failure], FailureCount = 1, FailureTimes = [At],
            }),
            "event.job-kept.v1",
            """{"record":{"job":{"id":"00112233445566778899aabbccddeeff","jobName":"Word count","registeredName":"wordcount","arguments":{"path":"/\u00E4"}},"submittedAt":"2026-01-02T03:04:05.678+00:00","startedAt":"2026-01-02T03:04:05.678+00:00","attempt":2,"attemptOpen":false,"incarnation":"p","cancelRequested":false,"restartDueAt":"2026-01-02T03:04:05.678+00:00","failures":[{"attempt":2,"vertex":3,"subtask":4,"cause":{"operator":"Map","type":"System.Exception","message":"boom","details":"at x"},"at":"2026-01-02T03:04:05.678+00:00"}],"failureCount":1,"failureTimes":["2026-01-02T03:04:05.678+00:00"],"accumulators":{}}}"""
        },
        { new CoordinatorEvents.JobCancelled(At), "event.job-cancelled.v1", """{"at":"2026-01-02T03:04:05.678+00:00"}""" },
        {
            new JobManagerProtocol.JobListed(Job with { RegisteredName = null }),
            "event.job-listed.v1",
            """{"job":{"id":"00112233445566778899aabbccddeeff","jobName":"Word count","arguments":{"path":"/\u00E4"}}}"""
        },
        {
            new JobManagerProtocol.JobClosed(Id, JobStatus.Cancelled),
            "event.job-closed.v1",
            """{"job":"00112233445566778899aabbccddeeff","end":"Cancelled"}"""
        },
        {
            new JobManagerProtocol.JobForgotten(Id),
            "event.job-forgotten.v1",
            """{"job":"00112233445566778899aabbccddeeff"}"""
        },
        {
            new NodeProtocol.RegisterNode(new NodeInfo("n", new DataEndpoint("h", 1), 2, new Dictionary<string, string> { ["Jobs"] = "ff" })),
            "register-node.v1",
            """{"node":{"node":"n","endpoint":{"host":"h","port":1},"cores":2,"modules":{"Jobs":"ff"}}}"""
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

    [Fact]
    public void Slots_keep_their_nodes_when_several_share_one()
    {
        SlotLocation[] slots = [Slot, Slot with { ShardId = "18", Node = "other", Endpoint = new DataEndpoint("h", 1) }, Slot with { ShardId = "19" }];
        var message = new CoordinatorProtocol.AttemptPlaced(Id, 2, slots);
        var read = (CoordinatorProtocol.AttemptPlaced)_serializer.FromBinary(_serializer.ToBinary(message), _serializer.Manifest(message));
        Assert.Equal(slots, read.Slots);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Sums_and_metrics_may_be_no_number(double value)
    {
        var sums = new Dictionary<string, AccumulatorValue> { ["x"] = new(null, value) };
        var figures = new NodeProtocol.JobFigures("n", [new(Subtask, "v", new Dictionary<string, double> { ["m"] = value }, sums)], More: false);
        var read = (NodeProtocol.JobFigures)_serializer.FromBinary(_serializer.ToBinary(figures), _serializer.Manifest(figures));
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
