using FlowActors.Functions;
using FlowActors.State;
using FlowActors.Testing;
using static FlowActors.Tests.Verification.Cases.Scripts;

namespace FlowActors.Tests.Verification.Cases;

/// <summary>Functions of the broadcast state pattern.</summary>
internal static class BroadcastCases
{
    public static IReadOnlyList<OperatorCase> All { get; } =
    [
        new("broadcast state", "BroadcastProcessOperator", () => OperatorVerification.Verify<long, string, string>(
            (n, t) => n.Connect(t.Broadcast(Ruled.Rules)).Process(() => new Ruled()), NumbersAndTexts)),
        new("broadcast state by key", "KeyedBroadcastProcessOperator", () => OperatorVerification.Verify<long, string, string>(
            (n, t) => n.KeyBy(x => x % 4).Connect(t.Broadcast(KeyedRuled.Rules)).Process(() => new KeyedRuled()), NumbersAndTexts)),
    ];

    /// <summary>Describes numbers by how often each text has come.</summary>
    private sealed class Ruled : BroadcastProcessFunction<long, string, string>
    {
        public static readonly MapStateDescriptor<string, int> Rules = new("rules");

        public override void ProcessElement(long value, IReadOnlyBroadcastContext context, Collector<string> output) => output.Collect(
            $"{value} of {string.Join(",", context.GetBroadcastState(Rules).Entries().OrderBy(r => r.Key, StringComparer.Ordinal))}");

        public override void ProcessBroadcastElement(string value, IBroadcastContext context, Collector<string> output)
        {
            var rules = context.GetBroadcastState(Rules);
            rules.Put(value, rules.TryGet(value, out var times) ? times + 1 : 1);
            if (times == 1) rules.Remove("or");
            output.Collect($"{value} again: {times}");
        }
    }

    /// <summary>Sums numbers up by key; a text multiplies the sums of all keys and is emitted with each.</summary>
    private sealed class KeyedRuled : KeyedBroadcastProcessFunction<long, long, string, string>
    {
        public static readonly MapStateDescriptor<string, int> Rules = new("rules");
        private static readonly ValueStateDescriptor<long> Sum = new("sum");
        private IValueState<long>? _sum;

        public override void Open(IKeyedRuntimeContext context) => _sum = context.GetState(Sum);

        public override void ProcessElement(long value, IKeyedReadOnlyBroadcastContext<long> context, Collector<string> output)
        {
            _sum!.Update(_sum.Value() + value + context.GetBroadcastState(Rules).Entries().Sum(r => r.Value));
            output.Collect($"{context.CurrentKey}: {_sum.Value()}");
        }

        public override void ProcessBroadcastElement(string value, IKeyedBroadcastContext<long> context, Collector<string> output)
        {
            context.GetBroadcastState(Rules).Put(value, value.Length);
            context.ApplyToKeyedState(Sum, (key, sum) =>
            {
                sum.Update(sum.Value() * 2);
                output.Collect($"{value}: {key} has {sum.Value()}");
            });
        }
    }
}
