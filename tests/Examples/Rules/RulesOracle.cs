using FlowActors.Examples.Rules;

namespace FlowActors.Tests.Examples.Rules;

/// <summary>
/// Judges the alarms of one account although nobody knows which rules had come at which payment: there must be an order of the two streams,
/// each in its own, that gives exactly these alarms. Follows all orders at once.
/// </summary>
internal sealed class RulesOracle(IReadOnlyList<Rule> rules)
{
    private readonly string[] _names = [.. rules.Select(r => r.Name).Distinct()];

    // By the number of rules that have come, then by name.
    private readonly Rule?[][] _inForce =
    [
        .. Enumerable.Range(0, rules.Count + 1).Select(come => rules.Select(r => r.Name).Distinct()
            .Select(name => rules.Take(come).LastOrDefault(r => r.Name == name)).ToArray()),
    ];

    /// <summary>The first payment at which no order gives the alarms; null when there is one that does.</summary>
    /// <param name="payments">Those of the account, in their order.</param>
    /// <param name="alarms">Those of the account.</param>
    public Payment? FirstThatIsWrong(IEnumerable<Payment> payments, IEnumerable<Alarm> alarms)
    {
        var raised = alarms.ToLookup(a => a.Payment, a => a.Rule);
        HashSet<State> states = [new State(0, [.. _names.Select(_ => 0)])];
        foreach (var payment in payments)
        {
            var next = new HashSet<State>();
            foreach (var state in states.SelectMany(Reading).Distinct())
            {
                var (after, expected) = Judge(state, payment);
                if (expected.Order(ByName).SequenceEqual(raised[payment].Order(ByName))) next.Add(after);
            }

            if (next.Count == 0) return payment;
            states = next;
        }

        return null;
    }

    private static Comparer<Rule> ByName { get; } = Comparer<Rule>.Create((a, b) => string.CompareOrdinal(a.Name, b.Name));

    // The state itself, and those after each number of rules that may come before the next payment.
    private IEnumerable<State> Reading(State state)
    {
        yield return state;
        while (state.Rules < rules.Count)
        {
            var name = Array.IndexOf(_names, rules[state.Rules].Name);
            state = new State(state.Rules + 1, [.. state.Streaks.Select((streak, n) => n == name ? 0 : streak)]);
            yield return state;
        }
    }

    private (State After, List<Rule> Raised) Judge(State state, Payment payment)
    {
        var (streaks, raised) = (state.Streaks.ToArray(), new List<Rule>());
        for (var n = 0; n < _names.Length; n++)
        {
            if (_inForce[state.Rules][n] is not { Payments: > 0 } rule) continue;
            streaks[n] = payment.Amount >= rule.Amount ? streaks[n] + 1 : 0;
            if (streaks[n] < rule.Payments) continue;
            streaks[n] = 0;
            raised.Add(rule);
        }

        return (new State(state.Rules, streaks), raised);
    }

    /// <summary>So many rules have come, and so many payments in succession met the one of each name.</summary>
    private sealed class State(int rules, int[] streaks) : IEquatable<State>
    {
        public int Rules => rules;

        public int[] Streaks => streaks;

        public bool Equals(State? other) => other is not null && rules == other.Rules && streaks.AsSpan().SequenceEqual(other.Streaks);

        public override bool Equals(object? obj) => Equals(obj as State);

        public override int GetHashCode() => streaks.Aggregate(rules, (hash, streak) => (hash * 31) + streak);
    }
}
