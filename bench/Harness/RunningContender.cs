using FlowActors.Bench.Work;

namespace FlowActors.Bench.Harness;

/// <summary>A contender whose state stays from run to run.</summary>
internal abstract class RunningContender(string name, RunningKeys work) : Contender(name, work.Records, 0)
{
    private int _runs;

    protected RunningKeys Work => work;

    /// <summary>Of the last run.</summary>
    public override long Expected => work.ExpectedOf(_runs - 1);

    public sealed override ValueTask<long> RunAsync() => ValueTask.FromResult(Run(_runs++));

    /// <summary>Counts the records of a run.</summary>
    /// <returns>The sum of all counts.</returns>
    protected abstract long Run(int run);
}
