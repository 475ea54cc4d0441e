using System.Globalization;
using FlowActors.Functions;
using FlowActors.State;
using FlowActors.State.RocksDb;
using FlowActors.Testing;
using static FlowActors.Tests.Verification.Cases.Scripts;

namespace FlowActors.Tests.Verification;

/// <summary>The harness and its verification on the backend on RocksDB: operators with each kind of state and with timers survive what they survive in memory.</summary>
public sealed class RocksDbOperatorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-test-").FullName;
    private readonly RocksDbStateBackend _backend;

    public RocksDbOperatorTests() => _backend = new RocksDbStateBackend(new RocksDbStateSettings { MemoryBytes = 32 << 20, LocalDirs = [_folder] });

    private HarnessSettings Settings => new() { StateBackend = _backend };

    public void Dispose()
    {
        _backend.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_function_with_each_kind_of_state_and_timers() => OperatorVerification.Verify<long, string>(
        n => n.KeyBy(x => $"key {x % 4}").Process(() => new OfEachKind()), Timed, Settings);

    [Fact]
    public void A_fold() => OperatorVerification.Verify<long, long>(n => n.KeyBy(x => x % 4).Reduce((a, b) => a + b), Timed, Settings);

    [Fact]
    public void State_of_one_backend_is_restored_on_the_other()
    {
        using var rocks = Summing(new HarnessSettings { StateBackend = _backend });
        for (var i = 0L; i < 100; i++) rocks.Process(i);
        using var memory = Summing(new HarnessSettings { Snapshot = rocks.Snapshot() });
        memory.Process(3);
        Assert.Equal([1_275 + 3], memory.Records);
        using var again = Summing(new HarnessSettings { StateBackend = _backend, Snapshot = memory.Snapshot() });
        again.Process(3);
        Assert.Equal([1_275 + 3 + 3], again.Records);
    }

    private static OperatorHarness<long, long> Summing(HarnessSettings settings) =>
        OperatorHarness.Of<long, long>(numbers => numbers.KeyBy(x => x % 4).Reduce((a, b) => a + b), settings);

    private sealed class OfEachKind : KeyedProcessFunction<string, long, string>
    {
        private IValueState<long>? _last;
        private IListState<long>? _all;
        private IMapState<long, string>? _texts;
        private IReducingState<long>? _sum;

        public override void Open(IKeyedRuntimeContext context)
        {
            _last = context.GetState(new ValueStateDescriptor<long>("last"));
            _all = context.GetListState(new ListStateDescriptor<long>("all"));
            _texts = context.GetMapState(new MapStateDescriptor<long, string>("texts"));
            _sum = context.GetReducingState(new ReducingStateDescriptor<long>("sum", (a, b) => a + b));
        }

        public override void ProcessElement(long value, IKeyedProcessContext<string> context, Collector<string> output)
        {
            _last!.Update(value);
            _all!.Add(value);
            _texts!.Put(value % 3, $"{value}");
            _sum!.Add(value);
            context.TimerService.RegisterEventTimeTimer(context.Timestamp!.Value + (value % 3 * 100));
            context.TimerService.RegisterProcessingTimeTimer(context.TimerService.CurrentProcessingTime + (value * 10));
            output.Collect(Held(value));
        }

        public override void OnTimer(long timestamp, IOnTimerContext<string> context, Collector<string> output)
        {
            output.Collect($"{context.CurrentKey} {context.TimeDomain} {Held(timestamp)}");
            if (timestamp % 200 != 0) return;
            _all!.Clear();
            _texts!.Remove(1);
        }

        private string Held(long number)
        {
            _sum!.TryGet(out var sum);
            var texts = string.Join(' ', _texts!.Entries().OrderBy(e => e.Key).Select(e => e.Value));
            return string.Create(CultureInfo.InvariantCulture, $"{number}: {_last!.Value()} [{string.Join(' ', _all!.Get())}] [{texts}] {sum}");
        }
    }
}
