using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.State;

namespace FlowActors.Runtime.Tests.Jobs;

/// <summary>Jobs with two inputs.</summary>
[Collection("cluster")]
public sealed class ConnectedJobsTests
{
    [Fact]
    public async Task Records_of_both_streams_come_to_one_operator()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 2 });
        var env = host.CreateEnvironment().SetParallelism(3);
        var both = env.FromSequence(1, 100).Connect(env.FromElements("a", "b")).Map(x => $"{x}", x => x);
        var results = await both.ExecuteAndCollectAsync("both").WaitAsync(Patience.Limit);
        Assert.Equal(Enumerable.Range(1, 100).Select(i => $"{i}").Append("a").Append("b").Order(), results.Order());
    }

    [Fact]
    public async Task Both_sides_of_a_key_share_its_state_in_the_subtask_that_owns_it()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 2 });
        var env = host.CreateEnvironment().SetParallelism(3);
        var names = env.FromSequence(1, 50).Map(x => (Id: x, Name: $"name {x}"));
        var clicks = env.FromSequence(0, 499);
        var named = clicks.Connect(names).KeyBy(x => (x % 50) + 1, x => x.Id).Process(() => new Enriching());
        var results = await named.ExecuteAndCollectAsync("enriched").WaitAsync(Patience.Limit);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => ((long)i, $"name {(i % 50) + 1}")), results.Order());
    }

    [Fact]
    public async Task A_record_that_is_broadcast_comes_to_the_keys_of_all_subtasks()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 2 });
        var env = host.CreateEnvironment().SetParallelism(3);
        var ends = env.FromElements("end").Broadcast(Totalling.Ends);
        var totals = env.FromSequence(1, 100).KeyBy(x => x % 10).Connect(ends).Process(() => new Totalling());
        var results = await totals.ExecuteAndCollectAsync("totals").WaitAsync(Patience.Limit);
        Assert.Equal(100, results.Sum(r => r.Count));
        Assert.Equal(5050, results.Sum(r => r.Sum));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task An_operator_reads_the_whole_of_one_input_before_the_other(int parallelism)
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 2 });
        var env = host.CreateEnvironment().SetParallelism(parallelism);
        var table = env.FromSequence(1, 20_000).Map(x => (int)x);
        var joined = env.FromSequence(1, 20_000).Connect(table).KeyBy(x => x, x => (long)x).Transform("TableFirst", () => new TableFirst());
        var results = await joined.ExecuteAndCollectAsync("table first").WaitAsync(Patience.Limit);
        Assert.Equal(Enumerable.Range(1, 20_000).Select(i => (long)i), results.Order());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_operator_that_chooses_between_branches_of_one_source_is_warned_of(bool shared)
    {
        using var log = new Warnings();
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { LoggerFactory = log });
        var env = host.CreateEnvironment().SetParallelism(2);
        var numbers = env.FromSequence(1, 10).WithName("numbers");
        // So few that none of them waits for room.
        var table = (shared ? numbers : env.FromSequence(1, 10)).Map(x => (int)x).WithName("table");
        var joined = numbers.Connect(table).KeyBy(x => x, x => (long)x).Transform("TableFirst", () => new TableFirst());
        Assert.Equal(10, (await joined.ExecuteAndCollectAsync("branches").WaitAsync(Patience.Limit)).Count);
        var warnings = log.All.Where(line => line.Contains("chooses which of its inputs is read", StringComparison.Ordinal)).ToArray();
        if (!shared)
        {
            Assert.Empty(warnings);
            return;
        }

        Assert.StartsWith(
            "Job 'branches': operator 'TableFirst' chooses which of its inputs is read, and the first input and the second input both come from 'numbers -> table'.",
            Assert.Single(warnings),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_of_either_side_names_the_operator()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        var env = host.CreateEnvironment().SetRestartStrategy(RestartStrategy.None);
        env.FromSequence(1, 10).Connect(env.FromElements("x")).Map(x => (int)x, int.Parse).WithName("parses").Discard();
        var failure = await Assert.ThrowsAsync<JobFailedException>(() => env.RunAsync("fails").WaitAsync(Patience.Limit));
        Assert.Equal("parses", failure.Failure.Operator);
        Assert.IsType<FormatException>(failure.InnerException);
    }

    /// <summary>Sums up by key until the end is broadcast, then emits the sums, and each number that comes later by itself.</summary>
    private sealed class Totalling : KeyedBroadcastProcessFunction<long, long, string, (long Sum, int Count)>
    {
        public static readonly MapStateDescriptor<string, bool> Ends = new("ends");
        private static readonly ListStateDescriptor<long> Numbers = new("numbers");
        private IListState<long>? _numbers;

        public override void Open(IKeyedRuntimeContext context) => _numbers = context.GetListState(Numbers);

        public override void ProcessElement(long value, IKeyedReadOnlyBroadcastContext<long> context, Collector<(long Sum, int Count)> output)
        {
            if (context.GetBroadcastState(Ends).Contains("end")) output.Collect((value, 1));
            else _numbers!.Add(value);
        }

        public override void ProcessBroadcastElement(string value, IKeyedBroadcastContext<long> context, Collector<(long Sum, int Count)> output)
        {
            context.GetBroadcastState(Ends).Put(value, true);
            context.ApplyToKeyedState(Numbers, (_, numbers) =>
            {
                output.Collect((numbers.Get().Sum(), numbers.Get().Count()));
                numbers.Clear();
            });
        }
    }

    /// <summary>Reads the whole of input 1 into a field, and then lets those of input 0 through that are in it.</summary>
    private sealed class TableFirst : TwoInputOperator<long, int, long>, IInputSelectable
    {
        private readonly HashSet<long> _table = [];

        public int? NextInput { get; private set; } = 1;

        public override void EndInput(int input)
        {
            if (input == 1) NextInput = null;
        }

        protected override void CollectFirst(long value, long timestamp)
        {
            if (_table.Contains(value)) Output.Collect(value, timestamp);
        }

        protected override void CollectSecond(int value, long timestamp) => _table.Add(value);
    }

    /// <summary>Gives each click the name of its key, whichever of both comes first.</summary>
    private sealed class Enriching : KeyedCoProcessFunction<long, long, (long Id, string Name), (long, string)>
    {
        private IValueState<string>? _name;
        private IListState<long>? _waiting;

        public override void Open(IKeyedRuntimeContext context)
        {
            _name = context.GetState(new ValueStateDescriptor<string>("name"));
            _waiting = context.GetListState(new ListStateDescriptor<long>("waiting"));
        }

        public override void ProcessElement1(long value, IKeyedProcessContext<long> context, Collector<(long, string)> output)
        {
            if (_name!.TryGet(out var name)) output.Collect((value, name));
            else _waiting!.Add(value);
        }

        public override void ProcessElement2((long Id, string Name) value, IKeyedProcessContext<long> context, Collector<(long, string)> output)
        {
            _name!.Update(value.Name);
            foreach (var click in _waiting!.Get().ToArray()) output.Collect((click, value.Name));
            _waiting.Clear();
        }
    }
}
