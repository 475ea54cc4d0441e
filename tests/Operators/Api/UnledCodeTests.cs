using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.State;

namespace FlowActors.Tests.Api;

/// <summary>User code whose hooks nobody would call is refused when the graph is built, wherever it stands.</summary>
public sealed class UnledCodeTests
{
    private readonly StreamExecutionEnvironment _env = new(new JobSettings());
    private readonly Rich _rich = new();
    private readonly Listening _listening = new();

    private DataStream<int> Numbers => _env.FromElements(1, 2);

    [Fact]
    public void A_map_that_is_a_method_of_a_rich_function() => Refused("'Map'", "is a rich function, with Open and Close", () => Numbers.Map(_rich.Map).Discard());

    [Fact]
    public void A_filter_that_is_a_method_of_what_hears_of_checkpoints() =>
        Refused("'Filter'", "is an ICheckpointListener", () => Numbers.Filter(_listening.Filter).Discard());

    [Fact]
    public void A_method_of_a_keyed_function() =>
        Refused("'Map'", "is a rich function", () => Numbers.Map(new Keyed().Double).Discard());

    [Fact]
    public void A_delegate_of_a_delegate_and_one_of_several() => Refused("'ForEach'", "method Show of", () =>
    {
        Action<int> show = _rich.Show;
        Action<int> both = _ => { };
        both += new Action<int>(show.Invoke);
        Numbers.ForEach(both);
    });

    [Fact]
    public void A_key_selector() => Refused("'Count'", "is a rich function", () => Numbers.KeyBy(_rich.Map).Count().Discard());

    [Fact]
    public void A_key_selector_of_a_partitioning() =>
        Refused("'Map'", "HASH behind it: its function is method Map of", () => Numbers.Map(x => x).PartitionByHash(_rich.Map).Discard());

    [Fact]
    public void A_partitioner() =>
        Refused("'Map'", "CUSTOM behind it", () => Numbers.Map(x => x).PartitionCustom<int>(_rich.Partition, x => x).Discard());

    [Fact]
    public void A_reduce() => Refused("'Reduce'", "is a rich function", () => Numbers.KeyBy(x => x).Reduce(_rich.Add).Discard());

    [Fact]
    public void A_timestamp_extractor() => Refused("'Timestamps/Watermarks'", "is a rich function", () => Numbers
        .AssignTimestampsAndWatermarks(WatermarkStrategy.NoWatermarks<int>().WithTimestampAssigner(_rich.Time)).Discard());

    [Fact]
    public void A_timestamp_extractor_of_a_source() => Refused("'timed'", "is a rich function", () => _env.FromSource(
        FlowActors.Sources.Source.FromSequence(1, 2), WatermarkStrategy.NoWatermarks<long>().WithTimestampAssigner(_rich.Later), "timed").Discard());

    [Fact]
    public void An_asynchronous_callback()
    {
        Assert.Contains("is a rich function", Assert.Throws<JobValidationException>(() => Numbers.ForEachAsync(_rich.ShowAsync)).Message, StringComparison.Ordinal);
        Assert.Contains("is a rich function", Assert.Throws<JobValidationException>(() => Numbers.ForEachBatchAsync(_rich.ShowAllAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_fold_of_a_state()
    {
        // A function that keeps the state may fold by a method of its own.
        Assert.Equal(_rich.Add(1, 2), new ReducingStateDescriptor<int>("sum", _rich.Add).Reduce(1, 2));
        Assert.Contains(
            "is an ICheckpointListener",
            Assert.Throws<ArgumentException>(() => new AggregatingStateDescriptor<int, int, int>("sum", new ListeningSum())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_lambda_of_such_an_object_is_taken_and_so_is_the_object_by_a_factory()
    {
        Numbers.Map(_rich.Lambda()).Filter(x => _listening.Filter(x)).Map(() => new Rich()).Discard();
        Assert.Equal(5, _env.BuildGraph("job").Nodes.Count);
    }

    private void Refused(string named, string reason, Action build)
    {
        build();
        var message = Assert.Throws<JobValidationException>(() => _env.BuildGraph("job")).Message;
        Assert.StartsWith($"Operator {named} of job 'job' cannot run: ", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    private sealed class Rich : RichMapFunction<int, int>
    {
        private readonly int _one = 1;

        public override int Map(int value) => value + _one;

        public int Add(int kept, int value) => kept + value + _one;

        public int Partition(int key, int subtasks) => (key + _one) % subtasks;

        public long Time(int value) => value + _one;

        public long Later(long value) => value + _one;

        public void Show(int value) => Assert.NotEqual(_one, value);

        public Task ShowAsync(int value, CancellationToken cancelled)
        {
            Show(value);
            return Task.CompletedTask;
        }

        public Task ShowAllAsync(IReadOnlyList<int> values, CancellationToken cancelled)
        {
            Show(values.Count);
            return Task.CompletedTask;
        }

        public Func<int, int> Lambda() => x => x + _one;
    }

    private sealed class Keyed : KeyedProcessFunction<int, int, int>
    {
        private readonly int _two = 2;

        public int Double(int value) => value * _two;

        public override void ProcessElement(int value, IKeyedProcessContext<int> context, Collector<int> output) => output.Collect(Double(value));
    }

    private sealed class Listening : ICheckpointListener
    {
        private long _last;

        public void NotifyCheckpointComplete(long checkpointId) => _last = checkpointId;

        public bool Filter(int value) => value > _last;
    }

    private sealed class ListeningSum : IAggregateFunction<int, int, int>, ICheckpointListener
    {
        public int CreateAccumulator() => 0;

        public int Add(int value, int accumulator) => accumulator + value;

        public int GetResult(int accumulator) => accumulator;

        public int Merge(int first, int second) => first + second;

        public void NotifyCheckpointComplete(long checkpointId)
        {
        }
    }
}
