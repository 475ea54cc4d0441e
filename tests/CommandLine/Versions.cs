using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.CommandLine.Tests;

/// <summary>One job as its builds have it, one after the other; each under a name of its own.</summary>
internal static class Versions
{
    public static EmbeddedOptions Register(EmbeddedOptions options) => options
        .AddJob("written", () => new Job(() => new Written()))
        .AddJob("evolved", () => new Job(() => new Evolved()))
        .AddJob("narrowed", () => new Job(() => new Narrowed()))
        .AddJob("renamed", () => new Job(() => new Written(), uid: "points"))
        .AddJob("regrouped", () => new Job(() => new Written(), maxParallelism: 64))
        .AddJob("extended", () => new Job(() => new Written(), isExtended: true))
        .AddJob("throwing", () => new Job(() => new Throwing()))
        .AddJob("failing", () => throw new InvalidOperationException("no such table"));

    private sealed class Job(Func<KeyedProcessFunction<long, long, long>> create, string uid = "scores", int maxParallelism = 128, bool isExtended = false) : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments)
        {
            env.SetParallelism(arguments.Get<int>("parallelism", 2)).SetMaxParallelism(maxParallelism).EnableCheckpointing(TimeSpan.FromHours(1));
            var scores = env.Generate<long>(null, i => i, recordsPerSecond: 100).WithName("Numbers").WithUid("numbers")
                .KeyBy(x => x % 10).Process(create).WithName("Scores").WithUid(uid);
            if (isExtended) scores.KeyBy(x => x % 10).Count().WithName("Extra").Discard().WithUid("extra-discard");
            scores.Discard().WithName("Discard").WithUid("discard");
        }
    }

    private abstract class Scores : KeyedProcessFunction<long, long, long>
    {
        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<long> output) => output.Collect(value);
    }

    private sealed class Written : Scores
    {
        private IValueState<Score>? _score;

        public override void Open(IKeyedRuntimeContext context)
        {
            _score = context.GetState(new ValueStateDescriptor<Score>("score"));
            context.GetState(new ValueStateDescriptor<long>("last"));
        }

        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<long> output)
        {
            _score!.Update(new Score((int)value, "red"));
            context.TimerService.RegisterEventTimeTimer(value);
        }

        public override void OnTimer(long timestamp, IOnTimerContext<long> context, Collector<long> output) => output.Collect(timestamp);

        private sealed record Score(int Points, string? Team);
    }

    private sealed class Evolved : Scores
    {
        public override void Open(IKeyedRuntimeContext context)
        {
            context.GetState(new ValueStateDescriptor<Score>("score"));
            context.GetState(new ValueStateDescriptor<long>("first"));
        }

        public override void OnTimer(long timestamp, IOnTimerContext<long> context, Collector<long> output) => output.Collect(timestamp);

        private sealed record Score(long Points, string? Badge);
    }

    private sealed class Narrowed : Scores
    {
        public override void Open(IKeyedRuntimeContext context) => context.GetState(new ValueStateDescriptor<Score>("score"));

        private sealed record Score(short Points, string? Team);
    }

    private sealed class Throwing : Scores
    {
        public override void Open(IKeyedRuntimeContext context) => throw new IOException("no database");
    }
}
