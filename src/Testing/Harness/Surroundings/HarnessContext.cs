using System.Diagnostics;
using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.Runtime.Subtasks;
using FlowActors.Serialization;
using FlowActors.State;

namespace FlowActors.Testing;

/// <summary>The surroundings of one operator in a harness.</summary>
/// <param name="blueprint">The operator.</param>
/// <param name="settings">What a test says of them.</param>
/// <param name="maxParallelism">The number of key groups.</param>
/// <param name="scope">The operator's state.</param>
/// <param name="clock">The processing time.</param>
internal class HarnessContext(
    OperatorBlueprint blueprint, HarnessSettings settings, int maxParallelism, IStateScope scope, TestClock clock) : OperatorContext, IDisposable
{
    /// <summary>The name of the job.</summary>
    public const string Job = "harness";

    private readonly CancellationTokenSource _cancel = new();
    private readonly SemaphoreSlim _woken = new(0);
    private PostedActions? _posted;
    private HarnessOutputs? _outputs;
    private int _room;

    public override JobId JobId => settings.JobId;

    public override string JobName => Job;

    public override string OperatorName => blueprint.Name;

    public override string OperatorUid => blueprint.Uid;

    public override int SubtaskIndex => settings.SubtaskIndex;

    public override int Parallelism => settings.Parallelism;

    public override int MaxParallelism => maxParallelism;

    public override int Attempt => settings.Attempt;

    internal override long? RestoredCheckpoint => settings.Snapshot?.CheckpointId;

    public override TimeProvider Time => clock;

    public override IMetricGroup Metrics => HarnessMetrics;

    public HarnessMetrics HarnessMetrics { get; } = new();

    public HarnessAccumulators Accumulators { get; } = new();

    public HarnessOutputs Outputs => _outputs ??= new HarnessOutputs(OperatorName, blueprint.Node.Outputs, Serializers, Emitted);

    public override CancellationToken Cancelled => _cancel.Token;

    public override int ChainIndex => 0;

    public override ExecutionCursor Cursor { get; } = new();

    public override IEventTime EventTime => Outputs;

    // Only an output that is full ends a run here, and what the operator itself suspends.
    public override RunQuantum Quantum { get; } = new(TimeSpan.FromDays(1));

    public override SerializerRegistry Serializers => settings.Serializers;

    public override bool CopyMutableState => settings.CopyMutableState;

    public override IOperatorStateStore OperatorState => scope.OperatorState(OperatorUid);

    /// <summary>True while the operator has output that it could not emit.</summary>
    public bool IsSuspended { get; private set; }

    /// <summary>How many records the outputs take in one run.</summary>
    public int Room { get; set; } = int.MaxValue;

    public override Output<T> GetOutput<T>(int output) => Outputs.Get<T>(output);

    internal override Output<T>? GetSideOutput<T>(OutputTag<T> tag) => Outputs.Get(tag);

    public override LongCounter GetLongCounter(string name) => Accumulators.Get<LongCounter>(name);

    public override DoubleCounter GetDoubleCounter(string name) => Accumulators.Get<DoubleCounter>(name);

    public override IKeyedStates<TKey> GetKeyedStates<TKey>() => scope.Keyed<TKey>(OperatorUid);

    public override void Suspend()
    {
        IsSuspended = true;
        Quantum.SetPending(true);
    }

    public override ICompletions CreateCompletions(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        return new PostedCompletions(capacity, Posted, () => Cursor.ChainIndex = ChainIndex);
    }

    public override void Wake() => _woken.Release();

    // A harness has no threads: a commit, say, is a call of whoever calls the harness.
    internal override void RunBlocking(Action work) => work();

    /// <summary>The user's calls are told that the attempt has ended.</summary>
    public void Cancel() => _cancel.Cancel();

    /// <summary>There is room at the outputs, and nothing stands in the way of the next element.</summary>
    public void BeginRun()
    {
        _room = settings.OneSlotOutput ? 1 : Room;
        Quantum.SetPending(false);
        Quantum.SetOutputFull(false);
        Quantum.Begin(Stopwatch.GetTimestamp());
    }

    /// <summary>All that was suspended has been emitted.</summary>
    public void Resumed() => IsSuspended = false;

    /// <summary>Does what calls that are done left to be done on this thread.</summary>
    /// <returns>True when there was something, or somebody has woken the operator.</returns>
    public bool RunPosted()
    {
        var woken = false;
        while (_woken.Wait(0)) woken = true;
        return Posted.Run() || woken;
    }

    /// <summary>Waits until somebody wakes the operator.</summary>
    public Task WokenAsync(CancellationToken cancellationToken) => _woken.WaitAsync(cancellationToken);

    // Whoever still wakes the operator finds the semaphore there: it holds nothing to be freed.
    public void Dispose() => _cancel.Dispose();

    private PostedActions Posted => _posted ??= new PostedActions(Wake);

    private void Emitted()
    {
        if (--_room <= 0) Quantum.SetOutputFull(true);
    }
}
