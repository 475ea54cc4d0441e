using CsCheck;
using FlowActors.Functions;
using FlowActors.Testing;

namespace FlowActors.Tests.Harness;

/// <summary>
/// Timers of both kinds of time under generated records, watermarks, clocks, snapshots and restores at other parallelisms, as a process
/// function sees them, against a list.
/// </summary>
public sealed class TimersAgainstOracleTests
{
    private static readonly Gen<Element[]> Scripts =
        from keys in Gen.OneOf(0, 3, 40)
        from elements in Gen.Select(Gen.Int[0, 99], Gen.Int[0, keys], Gen.Int[-20, 80], (dice, key, time) => new Element(dice, key, time)).Array[0, 200]
        select elements;

    [Fact]
    public void Each_timer_fires_once_in_its_turn_whatever_was_set_deleted_and_restored_meanwhile()
    {
        var (fired, restores) = (0, 0);
        Seeded.Check(Scripts, script =>
        {
            using var run = new Run();
            foreach (var element in script) run.Do(element);
            run.End();
            fired += run.Fired;
            restores += run.Restores;
        }, 200);
        Assert.True(fired > 10_000 && restores > 500, $"The scripts were too easy: {fired} timers, {restores} restores.");
    }

    public sealed record Element(int Dice, int Key, int Time);

    public sealed record Ask(int Key, TimerCall Call);

    private sealed class Run : IDisposable
    {
        private readonly TimerOracle _oracle = new();
        private readonly TestClock _clock = new(DateTimeOffset.UnixEpoch);
        private HarnessGroup _group;
        private long _watermark;

        public Run()
        {
            using var harness = OperatorHarness.Of<Ask, KeyTimer>(
                asks => asks.KeyBy(a => a.Key).Process(() => new Obeying()), new HarnessSettings { Clock = _clock });
            _group = OperatorHarness.Restore(harness.Snapshot(), parallelism: 1);
        }

        public int Fired { get; private set; }

        public int Restores { get; private set; }

        public void Do(Element element)
        {
            var (dice, key, time) = element;
            switch (dice)
            {
                case < 4: Restore(1 + (key % 4), pause: Math.Max(0, time)); break;
                case < 12: Watermark(_watermark + Math.Max(0, time)); break;
                case < 20: Advance(Math.Max(0, time)); break;
                case < 60: Call(key, new TimerCall(TimeDomain.EventTime, _watermark + time, Deletes: dice % 4 == 0)); break;
                default: Call(key, new TimerCall(TimeDomain.ProcessingTime, _oracle.Now + time, Deletes: dice % 4 == 0)); break;
            }

            Check();
        }

        public void End()
        {
            Advance(10_000);
            Check();
            Watermark(_watermark + 10_000);
            Check();
        }

        public void Dispose() => _group.Dispose();

        private void Call(int key, TimerCall call)
        {
            _oracle.Do(key, call);
            _group.Process(0, new Ask(key, call));
        }

        private void Watermark(long timestamp)
        {
            _oracle.Watermark = _watermark = timestamp;
            _group.ProcessWatermark(timestamp);
        }

        private void Advance(int ms)
        {
            _oracle.Now += ms;
            _group.AdvanceProcessingTime(TimeSpan.FromMilliseconds(ms));
        }

        // Time passes between the snapshot and the restore: what is overdue then fires at once.
        private void Restore(int parallelism, int pause)
        {
            var snapshot = _group.Snapshot();
            _group.Dispose();
            _clock.Advance(TimeSpan.FromMilliseconds(pause));
            _group = OperatorHarness.Restore(snapshot, parallelism);
            (_oracle.Now, _oracle.Watermark, _oracle.Parallelism) = (_oracle.Now + pause, long.MinValue, parallelism);
            Restores++;
        }

        private void Check()
        {
            for (var subtask = 0; subtask < _group.Subtasks.Count; subtask++)
            {
                foreach (var timer in _group.Subtasks[subtask].RecordsOf<KeyTimer>())
                {
                    _oracle.Fire(subtask, timer);
                    Fired++;
                }
            }

            Assert.Empty(_oracle.Due);
            _group.ClearOutput();
        }
    }

    /// <summary>Sets and deletes timers as records and timers say, and tells of each that fires.</summary>
    private sealed class Obeying : KeyedProcessFunction<int, Ask, KeyTimer>
    {
        public override void ProcessElement(Ask value, IKeyedProcessContext<int> context, Collector<KeyTimer> output) => Do(value.Call, context.TimerService);

        public override void OnTimer(long timestamp, IOnTimerContext<int> context, Collector<KeyTimer> output)
        {
            var timer = new KeyTimer(context.CurrentKey, context.TimeDomain, timestamp);
            output.Collect(timer);
            foreach (var call in TimerOracle.CallsOf(timer)) Do(call, context.TimerService);
        }

        private static void Do(TimerCall call, ITimerService timers)
        {
            switch (call.Domain, call.Deletes)
            {
                case (TimeDomain.EventTime, false): timers.RegisterEventTimeTimer(call.Time); break;
                case (TimeDomain.EventTime, true): timers.DeleteEventTimeTimer(call.Time); break;
                case (_, false): timers.RegisterProcessingTimeTimer(call.Time); break;
                default: timers.DeleteProcessingTimeTimer(call.Time); break;
            }
        }
    }
}
