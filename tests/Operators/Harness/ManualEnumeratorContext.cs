using FlowActors.Serialization;
using FlowActors.Sources;

namespace FlowActors.Tests.Harness;

/// <summary>The surroundings of one enumerator, whose periodic calls are made by hand, and whose other calls at once or when the test says so.</summary>
internal sealed class ManualEnumeratorContext<TSplit> : EnumeratorContext<TSplit>
    where TSplit : ISourceSplit
{
    private readonly Queue<Action> _calls = new();

    public override string JobName => "test";

    public override string OperatorName => "operator";

    public override int Parallelism => ReaderCount;

    public override TimeProvider Time { get; } = new ManualTime();

    public override IReadOnlyCollection<int> Readers => [.. Enumerable.Range(0, ReaderCount)];

    public override CancellationToken Closed => CancellationToken.None;

    internal override SerializerRegistry Serializers { get; } = new();

    public int ReaderCount { get; init; } = 1;

    /// <summary>Whether other calls wait for <see cref="RunCalls"/>.</summary>
    public bool HoldsCalls { get; set; }

    /// <summary>What was assigned, in order.</summary>
    public List<TSplit> Assigned { get; } = [];

    /// <summary>Makes the periodic call.</summary>
    public Action Ring { get; private set; } = () => throw new InvalidOperationException("Nothing was to be called periodically.");

    /// <summary>The first delay, and the period.</summary>
    public (TimeSpan Delay, TimeSpan Period) Times { get; private set; }

    public override void AssignSplit(TSplit split, int subtask) => Assigned.Add(split);

    public override void SignalNoMoreSplits(int subtask) => throw new InvalidOperationException("The source does not end.");

    public override void CallAsync<TResult>(Func<CancellationToken, Task<TResult>> call, Action<TResult?, Exception?> handler)
        where TResult : default
    {
        _calls.Enqueue(() => Make(call, handler));
        if (!HoldsCalls) RunCalls();
    }

    public void RunCalls()
    {
        while (_calls.TryDequeue(out var call)) call();
    }

    public override void CallPeriodically<TResult>(
        Func<CancellationToken, Task<TResult>> call, Action<TResult?, Exception?> handler, TimeSpan delay, TimeSpan period)
        where TResult : default
    {
        Times = (delay, period);
        Ring = () => Make(call, handler);
    }

    private static void Make<TResult>(Func<CancellationToken, Task<TResult>> call, Action<TResult?, Exception?> handler)
    {
        TResult result;
        try
        {
            result = call(CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            handler(default, e);
            return;
        }

        handler(result, null);
    }
}
