using System.Threading.Channels;
using FlowActors.Functions;

namespace FlowActors.Bench.Candidates;

/// <summary>The checkpoints of a job, told as they complete by a part of the job that has nothing to do with its work.</summary>
internal sealed class CompletedCheckpoints
{
    private const double RecordsPerSecond = 10;
    private readonly Channel<long> _completed = Channel.CreateUnbounded<long>();

    /// <summary>The name of the vertex that listens.</summary>
    public const string ListenerName = "listener";

    /// <summary>Adds what listens, a region of its own.</summary>
    public void AddTo(StreamExecutionEnvironment env) => env
        .Generate<short>(null, i => (short)i, RecordsPerSecond).WithParallelism(1).WithName(ListenerName)
        .Map(() => new Listener(_completed.Writer)).WithParallelism(1)
        .Discard().WithParallelism(1);

    /// <summary>The number of the next one that completes.</summary>
    public ValueTask<long> NextAsync(CancellationToken cancellationToken) => _completed.Reader.ReadAsync(cancellationToken);

    /// <summary>Forgets those that nobody has asked for.</summary>
    public void Skip()
    {
        while (_completed.Reader.TryRead(out _))
        {
        }
    }

    private sealed class Listener(ChannelWriter<long> completed) : RichMapFunction<short, short>, ICheckpointListener
    {
        public override short Map(short value) => value;

        public void NotifyCheckpointComplete(long checkpointId) => completed.TryWrite(checkpointId);
    }
}
