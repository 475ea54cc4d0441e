using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Tests.Sources;

namespace FlowActors.Http.Tests.Why;

/// <summary>A job made by a function, for jobs with a trouble of their own.</summary>
internal sealed class TroubledJob(Action<StreamExecutionEnvironment> build) : IStreamJob
{
    public void Build(StreamExecutionEnvironment env, JobArguments arguments) => build(env);

    /// <summary>An operator that takes its time with each record, without giving its thread back.</summary>
    public static TroubledJob Slow() => new(env =>
    {
        env.SetParallelism(1);
        env.Generate<long>(null, i => i).WithUid("numbers").KeyBy(n => n % 7).Reduce((a, b) =>
        {
            Thread.SpinWait(20_000);
            return a + b;
        }).WithUid("slow").Discard();
    });

    /// <summary>Two splits, one of which has no records.</summary>
    public static TroubledJob Held(PartitionedSource source) => new(env =>
    {
        env.SetParallelism(1);
        env.FromSource(source, WatermarkStrategy.ForMonotonousTimestamps<long>().WithoutIdleness(), "halves").WithUid("halves").KeyBy(n => n % 2).Reduce((a, b) => a + b).WithUid("sums").Discard();
    });

    /// <summary>A function that does not return before somebody says so, in a job that takes checkpoints.</summary>
    public static TroubledJob Blocked(ManualResetEventSlim gate) => new(env =>
    {
        env.SetParallelism(1).EnableCheckpointing(TimeSpan.FromMilliseconds(50));
        env.Generate<long>(null, i => i, recordsPerSecond: 1_000).WithUid("numbers").KeyBy(n => n % 7).Reduce((a, b) =>
        {
            gate.Wait();
            return a + b;
        }).WithUid("stuck").Discard();
    });

    /// <summary>A key that has almost all records, and much to do.</summary>
    public static TroubledJob Skewed() => new(env =>
    {
        env.SetParallelism(3);
        env.Generate<long>(null, i => i).WithUid("numbers").WithParallelism(1).KeyBy(n => n % 100 == 0 ? n % 7 : 1L).Reduce((a, b) =>
        {
            Thread.SpinWait(500);
            return a + b;
        }).WithUid("skewed").Discard();
    });

    /// <summary>A function that fails, again and again.</summary>
    public static TroubledJob Failing() => new(env =>
    {
        env.SetParallelism(1).SetRestartStrategy(new RestartStrategy.FixedDelay(int.MaxValue, TimeSpan.FromMilliseconds(1)));
        env.Generate<long>(null, i => i, recordsPerSecond: 1_000).WithUid("numbers").KeyBy(n => n % 7).Reduce((a, b) => throw new InvalidOperationException("the disk is full")).WithUid("failing").Discard();
    });

    /// <summary>Timers of event time behind a source that says nothing of it.</summary>
    public static TroubledJob Timeless() => new(env =>
    {
        env.SetParallelism(1);
        env.Generate<long>(null, i => i, recordsPerSecond: 1_000).WithUid("numbers").KeyBy(n => n % 7).Process(() => new WithTimer()).WithUid("waiting").Discard();
    });

    private sealed class WithTimer : KeyedProcessFunction<long, long, long>
    {
        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<long> output) => context.TimerService.RegisterEventTimeTimer(value);

        public override void OnTimer(long timestamp, IOnTimerContext<long> context, Collector<long> output) => output.Collect(timestamp);
    }
}
