using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.State;

namespace FlowActors.Http.Tests;

/// <summary>
/// A job that never ends, some of whose keys are there from their first record on, while the others come and go with each of theirs. Fails once it is asked to.
/// </summary>
/// <param name="backend">Where its state lies.</param>
/// <param name="fails">Asks it to.</param>
/// <param name="padding">How many characters each value has beside its count.</param>
internal sealed class ChangingJob(string backend, ChangingJob.FailureOnRequest fails, int padding = 0) : IStreamJob
{
    /// <summary>The keys from 0 on that stay.</summary>
    public const int Staying = 1_000;

    /// <summary>All keys.</summary>
    public const int Keys = 3_000;

    public void Build(StreamExecutionEnvironment env, JobArguments arguments)
    {
        env.SetStateBackend(backend).SetParallelism(arguments.Get<int>("parallelism", 3)).SetMaxParallelism(32).EnableCheckpointing(TimeSpan.FromHours(1))
            .SetRestartStrategy(new RestartStrategy.FixedDelay(1, TimeSpan.FromMilliseconds(1)));
        // No key comes in step with another: 7,919 is a prime.
        env.Generate<long>(null, i => i * 7_919 % Keys).WithUid("numbers").WithParallelism(1).KeyBy(n => n).Process(() => new Change(fails, padding)).WithUid("changing").Discard();
    }

    /// <summary>Fails one record once it is asked to.</summary>
    public sealed class FailureOnRequest
    {
        private int _failures;

        public volatile bool IsWanted;

        public void Read()
        {
            if (IsWanted && Interlocked.Exchange(ref _failures, 1) == 0) throw new InvalidOperationException("It is to fail.");
        }
    }

    private sealed class Change(FailureOnRequest fails, int padding) : KeyedProcessFunction<long, long, string>
    {
        private IMapState<string, string>? _counts;
        private IValueState<long>? _count;

        public override void Open(IKeyedRuntimeContext context)
        {
            _count = context.GetState(new ValueStateDescriptor<long>("count") { IsQueryable = true });
            _counts = context.GetMapState(new MapStateDescriptor<string, string>("texts") { IsQueryable = true });
        }

        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<string> output)
        {
            fails.Read();
            if (value >= Staying && _count!.TryGet(out _))
            {
                _count.Clear();
                _counts!.Clear();
                return;
            }

            _count!.Update((_count.TryGet(out var count) ? count : 0) + 1);
            _counts!.Put("count", $"{count + 1}{new string('.', padding)}");
        }
    }
}
