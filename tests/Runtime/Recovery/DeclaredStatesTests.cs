using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Subtasks.Checkpoints;
using FlowActors.Runtime.Subtasks.State;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Files;
using FlowActors.Sinks;
using FlowActors.Sources;
using FlowActors.State;

namespace FlowActors.Runtime.Tests.Recovery;

/// <summary>What a job declares of its states is what it writes into snapshots, and nothing is opened for it that reads or writes.</summary>
[Collection("cluster")]
public sealed class DeclaredStatesTests : IDisposable
{
    // They have no state, whatever their functions are.
    private static readonly string[] Stateless =
        ["CoFlatMapOperator", "CoMapOperator", "CollectorFlatMapOperator", "EnumerableFlatMapOperator", "FilterOperator", "MapOperator", "NotNullOperator"];

    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_operators_declare_is_what_they_write()
    {
        var savepoint = Path.Join(_folder, "savepoint");
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions().AddJob("all", () => new AllSorts(_folder)));
        var job = await host.SubmitAsync("all");
        while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        await job.TriggerSavepointAsync(savepoint).WaitAsync(Patience.Limit);
        await job.CancelAsync();

        var declared = DeclaredStates.Of(Plan(new AllSorts(_folder)), JobId.Create(), TimeProvider.System);

        Assert.Empty(declared.Unknown);
        var written = RestoredSnapshot.Read(new FileSnapshotReader(new LocalFileSystem()), new SnapshotLocation(savepoint)).States();
        Assert.Equal(string.Join("\n", Texts(written.Where(s => !SubtaskOwnState.Includes(s)))), string.Join("\n", Texts(declared.States.Where(s => !SubtaskOwnState.Includes(s)))));
        // Each kind of them was there.
        Assert.Equal(Enum.GetValues<StateKind>().Order(), declared.States.Select(s => s.Kind).Distinct().Order());
    }

    [Fact]
    public void Whatever_operator_may_have_state_declares_it()
    {
        var operators = typeof(DataStream<>).Assembly.GetTypes().Concat(typeof(SourceOperator).Assembly.GetTypes())
            .Where(t => t is { IsAbstract: false, IsInterface: false } && t.IsAssignableTo(typeof(IStreamOperator)) && !t.IsAssignableTo(typeof(IDeclaresState)));
        Assert.Equal(Stateless, operators.Select(t => t.Name.Split('`')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Neither_readers_nor_writers_are_made_and_functions_are_closed()
    {
        var calls = new List<string>();
        var declared = DeclaredStates.Of(Plan(new Counted(calls, fails: false)), JobId.Create(), TimeProvider.System);
        Assert.Equal(["open", "close"], calls);
        Assert.Equal(["_event-time", "kept", "sink-writer", "splits"], declared.States.Select(s => s.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_operator_that_cannot_be_opened_is_named_and_the_others_are_known()
    {
        var declared = DeclaredStates.Of(Plan(new Counted([], fails: true)), JobId.Create(), TimeProvider.System);
        Assert.Equal("System.IO.IOException: the database is gone", Assert.Single(declared.Unknown, u => u.Key == "kept").Value);
        Assert.Equal(["_event-time", "kept", "sink-writer", "splits"], declared.States.Select(s => s.Name).Order(StringComparer.Ordinal));
    }

    private static JobGraph Plan(IStreamJob job)
    {
        var env = new StreamExecutionEnvironment(new JobSettings());
        job.Build(env, new JobArguments(new Dictionary<string, string>()));
        return JobPlanner.Plan(env.BuildGraph("all"));
    }

    private static IEnumerable<string> Texts(IEnumerable<StateHeader> states) => states.Select(s => $"{s}").Order(StringComparer.Ordinal);

    /// <summary>A program with one of each kind of operator that has state.</summary>
    private sealed class AllSorts(string folder) : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments)
        {
            env.SetParallelism(2).EnableCheckpointing(TimeSpan.FromHours(1));
            var numbers = env.Generate<long>(null, i => i, recordsPerSecond: 100).WithUid("numbers")
                .AssignTimestampsAndWatermarks(WatermarkStrategy.ForMonotonousTimestamps<long>().WithTimestampAssigner((x, _) => x)).WithUid("watermarks");
            var keyed = numbers.KeyBy(x => x % 10);
            keyed.Sum(x => x).WithUid("sum").Discard();
            keyed.Count().WithUid("count").Discard();
            keyed.Reduce((a, b) => Math.Max(a, b)).WithUid("reduce").Discard();
            keyed.Aggregate(() => new Longest()).WithUid("aggregate").Discard();
            keyed.Map(() => new KeyedMap()).WithUid("map").Discard();
            keyed.Process(() => new Timed()).WithUid("timers").Discard();
            keyed.Connect(numbers.KeyBy(x => x % 10)).Process(() => new Both()).WithUid("both").Discard();
            keyed.Connect(numbers.Broadcast(KeyedRuled.Rules)).Process(() => new KeyedRuled()).WithUid("keyed-rules").Discard();
            numbers.Connect(numbers.Broadcast(Ruled.Rules)).Process(() => new Ruled()).WithUid("rules").Discard();
            numbers.Map<long>(() => new Listed()).WithUid("list").Discard();
            numbers.Process(() => new Spelling()).WithUid("process").Discard();
            numbers.Connect(numbers).Process(() => new Lending()).WithUid("co-process").Discard();
            numbers.WriteAsText(Path.Join(folder, "rows")).WithUid("file");
            numbers.SinkTo(FileSink.Text<long>(Path.Join(folder, "parts"))).WithUid("parts");
        }
    }

    /// <summary>A program that says which of its parts are opened and closed.</summary>
    private sealed class Counted(List<string> calls, bool fails) : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments) =>
            env.FromSource(new UnreadSource(calls), "source").KeyBy(x => x).Process(() => new Opened(calls, fails)).WithUid("kept").SinkTo(new UnwrittenSink(calls));
    }

    private sealed class UnreadSource(List<string> calls) : Source<long, UnreadSource.Split>
    {
        public override Boundedness Boundedness => Boundedness.Bounded;

        public override SplitEnumerator<Split> CreateEnumerator()
        {
            calls.Add("enumerator");
            throw new NotSupportedException();
        }

        public override SourceReader<long, Split> CreateReader()
        {
            calls.Add("reader");
            throw new NotSupportedException();
        }

        public sealed record Split(string SplitId) : ISourceSplit;
    }

    private sealed class UnwrittenSink(List<string> calls) : StatefulSink<long, string>
    {
        public override StatefulSinkWriter<long, string> CreateWriter()
        {
            calls.Add("writer");
            throw new NotSupportedException();
        }
    }

    private sealed class Opened(List<string> calls, bool fails) : KeyedProcessFunction<long, long, long>
    {
        public override void Open(IKeyedRuntimeContext context)
        {
            calls.Add("open");
            context.GetState(new ValueStateDescriptor<long>("kept"));
            if (fails) throw new IOException("the database is gone");
        }

        public override void Close() => calls.Add("close");

        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<long> output) => output.Collect(value);
    }

    private sealed class Longest : RichAggregateFunction<long, long, long>
    {
        public override long CreateAccumulator() => 0;

        public override long Add(long value, long accumulator) => Math.Max(value, accumulator);

        public override long GetResult(long accumulator) => accumulator;

        public override long Merge(long one, long other) => Math.Max(one, other);
    }

    private sealed class KeyedMap : RichMapFunction<long, long>
    {
        private IReducingState<long>? _sum;

        public override void Open(IKeyedRuntimeContext context)
        {
            _sum = context.GetReducingState(new ReducingStateDescriptor<long>("reducing", (a, b) => a + b));
            context.GetListState(new ListStateDescriptor<string>("list"));
            context.GetMapState(new MapStateDescriptor<int, string>("map"));
            context.GetAggregatingState(new AggregatingStateDescriptor<long, long, long>("aggregating", new Sums()));
        }

        public override long Map(long value)
        {
            _sum!.Add(value);
            return value;
        }

        private sealed class Sums : IAggregateFunction<long, long, long>
        {
            public long CreateAccumulator() => 0;

            public long Add(long value, long accumulator) => accumulator + value;

            public long GetResult(long accumulator) => accumulator;

            public long Merge(long one, long other) => one + other;
        }
    }

    private sealed class Timed : KeyedProcessFunction<long, long, long>
    {
        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<long> output) => context.TimerService.RegisterEventTimeTimer(value + 10);

        public override void OnTimer(long timestamp, IOnTimerContext<long> context, Collector<long> output) => output.Collect(timestamp);
    }

    private sealed class Both : KeyedCoProcessFunction<long, long, long, long>
    {
        public override void Open(IKeyedRuntimeContext context) => context.GetState(new ValueStateDescriptor<(long, string)>("both"));

        public override void ProcessElement1(long value, IKeyedProcessContext<long> context, Collector<long> output) => output.Collect(value);

        public override void ProcessElement2(long value, IKeyedProcessContext<long> context, Collector<long> output) => output.Collect(value);
    }

    private sealed class Ruled : BroadcastProcessFunction<long, long, long>
    {
        public static readonly MapStateDescriptor<long, string> Rules = new("rules");

        public override void ProcessElement(long value, IReadOnlyBroadcastContext context, Collector<long> output) => output.Collect(value);

        public override void ProcessBroadcastElement(long value, IBroadcastContext context, Collector<long> output) => context.GetBroadcastState(Rules).Put(value % 3, "rule");
    }

    private sealed class KeyedRuled : KeyedBroadcastProcessFunction<long, long, long, long>
    {
        public static readonly MapStateDescriptor<long, int> Rules = new("rules");

        public override void Open(IKeyedRuntimeContext context) => context.GetState(new ValueStateDescriptor<long>("sum"));

        public override void ProcessElement(long value, IKeyedReadOnlyBroadcastContext<long> context, Collector<long> output) => output.Collect(value);

        public override void ProcessBroadcastElement(long value, IKeyedBroadcastContext<long> context, Collector<long> output)
        {
        }
    }

    private sealed class Listed : RichMapFunction<long, long>, ICheckpointedFunction
    {
        public void InitializeState(IFunctionInitializationContext context)
        {
            context.OperatorStateStore.GetListState(new ListStateDescriptor<long>("split")).Update([1, 2]);
            context.OperatorStateStore.GetUnionListState(new ListStateDescriptor<string>("united"));
        }

        public override long Map(long value) => value;

        public void SnapshotState(IFunctionSnapshotContext context)
        {
        }
    }

    private sealed class Spelling : ProcessFunction<long, long>, ICheckpointedFunction
    {
        public void InitializeState(IFunctionInitializationContext context) =>
            context.OperatorStateStore.GetBroadcastState(new MapStateDescriptor<string, int>("numbers"));

        public override void ProcessElement(long value, IProcessContext context, Collector<long> output) => output.Collect(value);

        public void SnapshotState(IFunctionSnapshotContext context)
        {
        }
    }

    private sealed class Lending : CoProcessFunction<long, long, long>, ICheckpointedFunction
    {
        public void InitializeState(IFunctionInitializationContext context) => context.OperatorStateStore.GetListState(new ListStateDescriptor<(long, int)>("lent"));

        public override void ProcessElement1(long value, IProcessContext context, Collector<long> output) => output.Collect(value);

        public override void ProcessElement2(long value, IProcessContext context, Collector<long> output) => output.Collect(value);

        public void SnapshotState(IFunctionSnapshotContext context)
        {
        }
    }
}
