using FlowActors.Functions;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>Timers of a whole job whose outputs are full at any time and whose runs end at any time.</summary>
public sealed class TimerScheduleTests
{
    private const long Keys = 7;
    private const long Numbers = 200;

    [Fact]
    public void Each_fires_once_and_in_order_whatever_the_schedule()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var sink = new RecordingSink<KeyValuePair<long, long>>();
            new ScheduledJob(
                seed,
                new LocalJobSettings { Credits = 1, BatchRecordsMax = 3, OverdraftBatchesMax = 2 },
                (env, schedule) => env.FromSequence(0, Numbers - 1)
                    .KeyBy(x => x % Keys).Process(() => new Backwards(schedule)).WithParallelism(2)
                    .FlatMap(fired => Enumerable.Range(0, 2).Select(_ =>
                    {
                        schedule.MayStop();
                        return fired;
                    }))
                    .SinkTo(sink)).RunToEnd();

            Assert.Equal(4 * Numbers, sink.Records.Count);
            foreach (var key in sink.Records.GroupBy(r => r.Key))
            {
                var numbers = Enumerable.Range(0, (int)Numbers).Select(n => (long)n).Where(n => n % Keys == key.Key);
                // Each number was set as its negative, and sets its double as it fires.
                long[] times = [.. numbers.Select(n => -n - 1), .. numbers.Select(n => (n + 1) * 2)];
                Assert.Equal(times.Order().SelectMany(t => new[] { t, t }), key.Select(r => r.Value));
            }
        }
    }

    private sealed class Backwards(ScheduledJob schedule) : KeyedProcessFunction<long, long, KeyValuePair<long, long>>
    {
        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<KeyValuePair<long, long>> output) =>
            context.TimerService.RegisterEventTimeTimer(-value - 1);

        public override void OnTimer(long timestamp, IOnTimerContext<long> context, Collector<KeyValuePair<long, long>> output)
        {
            schedule.MayStop();
            if (timestamp < 0) context.TimerService.RegisterEventTimeTimer(timestamp * -2);
            output.Collect(new(context.CurrentKey, timestamp));
        }
    }
}
