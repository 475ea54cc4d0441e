using FlowActors.Bench.Work;

namespace FlowActors.Bench.Candidates;

/// <summary>The keyed count as a program.</summary>
internal static class KeyedJob
{
    public static Action<StreamExecutionEnvironment, Total> Build<TRecord, TKey>(
        KeyedWork<TRecord, TKey> work, int sourceParallelism, int parallelism, int maxParallelism = 128)
        where TKey : notnull => (env, total) => env
        .SetParallelism(parallelism)
        .SetMaxParallelism(maxParallelism)
        .Generate(work.Records, work.Generate)
        .WithParallelism(sourceParallelism)
        .KeyBy(work.Key)
        .Count()
        .SinkTo(new CountSink<TKey>(total));
}
