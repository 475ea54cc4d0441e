using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Examples.Rules;

/// <summary>
/// Applies the rules that have come so far to the payments of each account. Rules are broadcast state: every subtask has all of them. How
/// many payments in succession meet a rule is keyed state: each account has its own.
/// </summary>
internal sealed class ApplyRules : KeyedBroadcastProcessFunction<string, Payment, Rule, Alarm>
{
    /// <summary>The rules by name.</summary>
    public static readonly MapStateDescriptor<string, Rule> Rules = new("rules");

    /// <summary>The accumulator of the payments that were judged.</summary>
    public const string PaymentsAccumulator = "payments";

    private static readonly MapStateDescriptor<string, int> Streaks = new("streaks");

    private IMapState<string, int>? _streaks;
    private LongCounter? _payments;

    public override void Open(IKeyedRuntimeContext context)
    {
        _streaks = context.GetMapState(Streaks);
        _payments = context.GetLongCounter(PaymentsAccumulator);
    }

    public override void ProcessBroadcastElement(Rule rule, IKeyedBroadcastContext<string> context, Collector<Alarm> output)
    {
        if (rule.Payments > 0) context.GetBroadcastState(Rules).Put(rule.Name, rule);
        else context.GetBroadcastState(Rules).Remove(rule.Name);
        // What met the old rule says nothing of the new one: every account begins anew.
        context.ApplyToKeyedState(Streaks, (_, streaks) => streaks.Remove(rule.Name));
    }

    public override void ProcessElement(Payment payment, IKeyedReadOnlyBroadcastContext<string> context, Collector<Alarm> output)
    {
        _payments!.Add(1);
        foreach (var (name, rule) in context.GetBroadcastState(Rules).Entries())
        {
            if (payment.Amount < rule.Amount)
            {
                _streaks!.Remove(name);
                continue;
            }

            _streaks!.TryGet(name, out var streak);
            if (++streak < rule.Payments)
            {
                _streaks.Put(name, streak);
                continue;
            }

            _streaks.Remove(name);
            output.Collect(new Alarm(rule, payment));
        }
    }
}
