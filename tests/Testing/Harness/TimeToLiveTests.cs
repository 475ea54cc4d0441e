using FlowActors.Functions;
using FlowActors.State;
using FlowActors.Testing;

namespace FlowActors.Tests.Harness;

/// <summary>State that is over after a while, in the harness: by its clock, and across snapshots.</summary>
public sealed class TimeToLiveTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void State_is_over_when_the_clock_has_moved_so_far_also_across_a_snapshot()
    {
        using var harness = OperatorHarness.Of<string, string>(n => n.KeyBy(w => w).Process(() => new Recent()));
        harness.Process("to");
        harness.AdvanceProcessingTime(Second * 9);
        harness.Process("to");
        Assert.Equal(["to 1 1 1", "to 2 2 1"], harness.Records);
        var snapshot = harness.Snapshot();
        harness.AdvanceProcessingTime(Second * 9);
        using var restored = OperatorHarness.Restore<string, string>(snapshot);
        restored.Process("to");
        restored.AdvanceProcessingTime(Second * 10);
        restored.Process("to");
        Assert.Equal(["to 3 2 1", "to 1 1 1"], restored.Records);
    }

    [Fact]
    public void An_operator_whose_state_is_over_after_a_while_goes_on_from_any_snapshot() => OperatorVerification.Verify<string, string>(
        n => n.KeyBy(w => w).Process(() => new Recent()),
        script =>
        {
            for (var i = 0; i < 40; i++)
            {
                script.Process($"word {i % 7}");
                if (i % 3 == 0) script.AdvanceProcessingTime(TimeSpan.FromSeconds(i % 5));
            }
        });

    /// <summary>How often a word has come since it last stayed away for 10 s: by value, list and map, where list elements are over one by one.</summary>
    private sealed class Recent : KeyedProcessFunction<string, string, string>
    {
        private static readonly StateTtlConfig TenSeconds = new(Second * 10);
        private IValueState<int>? _count;
        private IListState<int>? _list;
        private IMapState<int, int>? _byParity;

        public override void Open(IKeyedRuntimeContext context)
        {
            _count = context.GetState(new ValueStateDescriptor<int>("count") { TimeToLive = TenSeconds });
            _list = context.GetListState(new ListStateDescriptor<int>("list") { TimeToLive = TenSeconds });
            _byParity = context.GetMapState(new MapStateDescriptor<int, int>("parity") { TimeToLive = TenSeconds });
        }

        public override void ProcessElement(string value, IKeyedProcessContext<string> context, Collector<string> output)
        {
            var count = _count!.Value() + 1;
            _count.Update(count);
            _list!.Add(count);
            _byParity!.Put(count % 2, (_byParity.TryGet(count % 2, out var before) ? before : 0) + 1);
            output.Collect($"{value} {count} {_list.Get().Count()} {_byParity.PeekEntries().Max(e => e.Value)}");
        }
    }
}
