using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.Serialization;
using FlowActors.Sources.Coordination;
using FlowActors.State;
using FlowActors.State.Memory;

namespace FlowActors.Tests.Harness;

/// <summary>The surroundings of one operator without a runtime: what it asks for is kept, what it does is noted.</summary>
internal sealed class TestOperatorContext : OperatorContext
{
    private readonly Dictionary<string, LongCounter> _longs = [];
    private readonly Dictionary<string, DoubleCounter> _doubles = [];
    private readonly CancellationTokenSource _cancel = new();
    private readonly SemaphoreSlim _wakes = new(0);
    private IStateScope? _scope;

    public override JobId JobId => Job;

    public override string JobName => "test";

    public override string OperatorName => "operator";

    public override string OperatorUid => "uid";

    public override int SubtaskIndex => Subtask;

    public override int Parallelism => Subtasks;

    public override int MaxParallelism => 128;

    public override int Attempt => AttemptNumber;

    public override TimeProvider Time => Clock;

    public override IMetricGroup Metrics => TestMetrics;

    public override CancellationToken Cancelled => _cancel.Token;

    public override int ChainIndex => Index;

    public override ExecutionCursor Cursor { get; } = new();

    /// <summary>Where results go, by the number of the output; others are dropped.</summary>
    public Dictionary<int, object> Outputs { get; } = [];

    public override Output<T> GetOutput<T>(int output) => Outputs.TryGetValue(output, out var found) ? (Output<T>)found : new Nowhere<T>();

    /// <summary>Who reads side outputs, by the ids of their tags.</summary>
    public Dictionary<string, object> SideOutputs { get; } = [];

    internal override Output<T>? GetSideOutput<T>(OutputTag<T> tag) => SideOutputs.TryGetValue(tag.Id, out var found) ? (Output<T>)found : null;

    public override IEventTime EventTime => Outputs.TryGetValue(0, out var main) ? (IEventTime)main : new Nowhere<Nothing>();

    public override RunQuantum Quantum { get; } = new(TimeSpan.FromDays(1));

    public override SerializerRegistry Serializers => OwnSerializers;

    public SerializerRegistry OwnSerializers { get; init; } = new();

    public override bool CopyMutableState => CopyState;

    public override IOperatorStateStore OperatorState => Scope.OperatorState(OperatorUid);

    /// <summary>Where the operator stands in its chain.</summary>
    public int Index { get; init; } = 3;

    public int Subtask { get; init; }

    public int AttemptNumber { get; init; } = 1;

    public JobId Job { get; init; } = new("1234567890abcdef1234567890abcdef");

    /// <summary>The checkpoint that the attempt was restored from.</summary>
    public long? Restored { get; init; }

    internal override long? RestoredCheckpoint => Restored;

    public bool IsRestoredAfterEnd { get; init; }

    internal override bool HasEnded => IsRestoredAfterEnd;

    public int Subtasks { get; init; } = 1;

    public bool CopyState { get; init; } = true;

    /// <summary>Where the enumerator of a source is.</summary>
    public LocalCoordination? Enumerator { get; set; }

    /// <summary>Carries what a source says to its enumerator, and whether it is to be repeated; null brings it there at once.</summary>
    public Action<ReaderState, bool>? Tell { get; init; }

    /// <summary>What a source says to its enumerator last.</summary>
    public ReaderState? State { get; private set; }

    internal override void TellReader(ReaderState state, bool awaitsSplits)
    {
        State = state;
        if (Tell is not null) Tell(state, awaitsSplits);
        else if (awaitsSplits) Enumerator!.Hear(state);
    }

    public void RepeatState() => Enumerator!.Hear(State!.Value);

    public CoordinationSurroundings CoordinationSurroundings => new()
    {
        JobName = JobName,
        OperatorName = OperatorName,
        Parallelism = Subtasks,
        Time = Clock,
        Serializers = Serializers,
        Post = action => action(),
        RunBlocking = action => action(),
        Closed = CancellationToken.None,
    };

    public ManualTime Clock { get; init; } = new();

    public TestMetrics TestMetrics { get; } = new();

    public bool ShowRecords { get; init; }

    internal override bool ShowsRecords => ShowRecords;

    /// <summary>What the operator has noted last that its user code was given.</summary>
    public IRecordAtHand? AtHand { get; private set; }

    internal override void NoteAtHand(IRecordAtHand? given) => AtHand = given;

    /// <summary>How often the operator has suspended its output.</summary>
    public int Suspensions { get; private set; }

    public override LongCounter GetLongCounter(string name) => Get(_longs, name);

    public override DoubleCounter GetDoubleCounter(string name) => Get(_doubles, name);

    /// <summary>The state of the operator, opened when it is asked for first.</summary>
    public IStateScope Scope => _scope ??= new MemoryStateBackend().Open(
        new StateScopeSettings(
            new JobId("job"),
            AttemptNumber,
            0,
            Subtask,
            MaxParallelism,
            KeyGroups.RangeOf(Subtask, MaxParallelism, Subtasks),
            [new StateOperator(OperatorUid, OperatorName)],
            Serializers,
            Clock,
            CopyMutableState),
        CancellationToken.None);

    public override IKeyedStates<TKey> GetKeyedStates<TKey>() => Scope.Keyed<TKey>(OperatorUid);

    public override void Suspend() => Suspensions++;

    /// <summary>What calls that were under way have brought back, to be done on the subtask's thread.</summary>
    public Queue<Action> Completed { get; } = [];

    /// <summary>What is to run on a thread that may block; null runs it at once.</summary>
    public Queue<Action>? Blocking { get; init; }

    /// <summary>What was given up, and why.</summary>
    public List<(string Committable, string Reason)> Dropped { get; } = [];

    public override ICompletions CreateCompletions(int capacity) => new Completions(this, capacity);

    internal override void RunBlocking(Action work)
    {
        if (Blocking is null) work();
        else Blocking.Enqueue(work);
    }

    internal override void CommitDropped(string committable, Exception reason) => Dropped.Add((committable, reason.Message));

    /// <summary>Does what was brought back, until nothing more comes.</summary>
    public void RunCompleted()
    {
        while (Completed.TryDequeue(out var completion)) completion();
    }

    public override void Wake() => _wakes.Release();

    public void Cancel() => _cancel.Cancel();

    /// <summary>How often the operator has asked to be woken since it was last waited for.</summary>
    public int PendingWakes => _wakes.CurrentCount;

    /// <summary>Waits for a wake; the limit only turns a hang into a failure.</summary>
    public async Task WokenAsync() =>
        Assert.True(await _wakes.WaitAsync(TimeSpan.FromSeconds(30)), "The reader had nothing and did not wake its subtask.");

    private static T Get<T>(Dictionary<string, T> all, string name)
        where T : new()
    {
        if (!all.TryGetValue(name, out var found)) all.Add(name, found = new T());
        return found;
    }

    private sealed class Completions(TestOperatorContext context, int capacity) : ICompletions
    {
        private int _free = capacity;

        public bool TryReserve() => _free > 0 && _free-- > 0;

        public void Complete(Action completion) => context.Completed.Enqueue(() =>
        {
            _free++;
            completion();
        });
    }

    private sealed class Nowhere<T> : Output<T>
    {
        public override void Collect(T value, long timestamp)
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
