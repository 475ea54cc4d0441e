using FlowActors.Functions;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Serialization;
using FlowActors.State;

namespace FlowActors.Runtime.Tests.Recovery;

/// <summary>What a serializer refuses while state is written fails the checkpoint, not the job.</summary>
[Collection("cluster")]
public sealed class UnwritableStateTests
{
    private static volatile bool s_refuses;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_value_that_is_refused_fails_the_checkpoint_and_the_next_one_completes(bool isImmutable)
    {
        s_refuses = true;
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions());
        var env = host.CreateEnvironment().SetParallelism(1).EnableCheckpointing(TimeSpan.FromHours(1)).ConfigureCheckpoints(c => c with { TolerableFailures = 100 });
        env.Generate<long>(null, i => i % 10, recordsPerSecond: 10_000).KeyBy(x => x).Process(() => new Last(isImmutable)).Discard();
        var job = await env.ExecuteAsync("refused");
        while (await job.GetStatusAsync() != JobStatus.Running || !(await job.GetAccumulatorsAsync()).TryGetValue("kept", out var kept) || (long)kept < 100) await Task.Yield();

        for (var i = 0; i < 2; i++)
        {
            var failure = await Assert.ThrowsAsync<CheckpointException>(() => job.TriggerCheckpointAsync()).WaitAsync(Patience.Limit);
            Assert.Contains(Refusing.Text, failure.Message, StringComparison.Ordinal);
        }

        s_refuses = false;
        await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit);
        Assert.Empty(await job.GetExceptionsAsync());
        await job.CancelAsync();
        await Assert.ThrowsAsync<JobCancelledException>(() => job.WaitForEndAsync().WaitAsync(Patience.Limit));
    }

    private sealed class Last(bool isImmutable) : KeyedProcessFunction<long, long, long>
    {
        private IValueState<long>? _last;
        private LongCounter? _kept;

        public override void Open(IKeyedRuntimeContext context)
        {
            _last = context.GetState(new ValueStateDescriptor<long>("last", new Refusing(isImmutable)));
            _kept = context.GetLongCounter("kept");
        }

        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<long> output)
        {
            _last!.Update(value);
            _kept!.Add(1);
        }
    }

    private sealed class Refusing(bool isImmutable) : TypeSerializer<long>
    {
        public const string Text = "This one cannot be written.";
        private readonly TypeSerializer<long> _inner = SerializerRegistry.Default.Get<long>();

        public override bool IsImmutable => isImmutable;

        public override TypeSchema Schema => _inner.Schema;

        public override void Serialize(ByteWriter writer, long value)
        {
            if (s_refuses) throw new SerializationException(Text);
            _inner.Serialize(writer, value);
        }

        public override long Deserialize(ref ByteReader reader) => _inner.Deserialize(ref reader);

        public override long Copy(long value) => value;
    }
}
