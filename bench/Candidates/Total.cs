namespace FlowActors.Bench.Candidates;

/// <summary>What the sinks of all subtasks add their sums to, each once.</summary>
internal sealed class Total
{
    private long _value;

    public long Value => Interlocked.Read(ref _value);

    public void Add(long sum) => Interlocked.Add(ref _value, sum);
}
