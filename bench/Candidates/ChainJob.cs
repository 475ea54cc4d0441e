using FlowActors.Bench.Work;

namespace FlowActors.Bench.Candidates;

/// <summary>The chain as a program: one vertex, one subtask.</summary>
internal static class ChainJob
{
    public static Action<StreamExecutionEnvironment, Total> Build(ChainWork work, long records) => (env, total) => env
        .SetParallelism(1)
        .FromSequence(0, records - 1)
        .Map(work.First)
        .Filter(work.Filter)
        .Map(work.Second)
        .SinkTo(new SumSink<long>(work.Sum, total));
}
