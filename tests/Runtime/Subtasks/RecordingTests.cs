using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Partitioning;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>How long what is in flight at a subtask is recorded.</summary>
public sealed class RecordingTests : IDisposable
{
    private readonly ScheduledJob _job = TwoSources();

    public RecordingTests()
    {
        _job.Job.Open();
        _job.Steps(10);
    }

    public void Dispose() => _job.Job.Dispose();

    [Fact]
    public void A_look_at_what_is_there_does_not_end_the_recording_of_a_checkpoint()
    {
        var end = _job.Job.SubtaskOf("end");
        var recording = end.RecordInFlight(5);
        end.RecordInFlight(null).Data.Release();
        Assert.False(recording.IsComplete);
        _job.Job.Subtasks[0].EnterBarrier(new(5));
        _job.Job.Subtasks[1].EnterBarrier(new(5));
        _job.Steps(400);
        Assert.Equal((true, false), (recording.IsComplete, recording.IsCancelled));
    }

    [Fact]
    public void A_higher_barrier_ends_the_recording_of_a_lower_checkpoint()
    {
        var recording = _job.Job.SubtaskOf("end").RecordInFlight(5);
        _job.Job.Subtasks[0].EnterBarrier(new(6));
        _job.Job.Subtasks[1].EnterBarrier(new(6));
        _job.Steps(400);
        Assert.True(recording.IsCancelled);
        Assert.Equal(0, recording.Data.Records);
    }

    private static ScheduledJob TwoSources() => new(1, new LocalJobSettings { Credits = 1, BatchRecordsMax = 2 }, (settings, _) => new StreamGraph(
        "test",
        [
            new SourceNode<long>(0, "a", new Listed<long>([.. Enumerable.Range(0, 2_000).Select(i => (long)i)])) { Kind = "Listed" },
            new SourceNode<long>(1, "b", new Listed<long>([.. Enumerable.Range(0, 2_000).Select(i => (long)i)])) { Kind = "Listed" },
            new OperatorNode(2, "end", [typeof(long)], [], () => new Deaf()) { Kind = "End" },
        ],
        [
            new StreamEdge<long>(new NodePort(0), new NodePort(2), new RebalancePartitioner<long>()),
            new StreamEdge<long>(new NodePort(1), new NodePort(2), new RebalancePartitioner<long>()),
        ],
        settings));

    private sealed class Deaf : OneInputOperator<long, Nothing>
    {
        public override void Collect(long value, long timestamp)
        {
        }

        public override void Watermark(long timestamp)
        {
        }

        public override void Status(bool active)
        {
        }
    }
}
