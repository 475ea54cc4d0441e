using FlowActors.Examples.Rules;
using FlowActors.Testing;

namespace FlowActors.Tests.Examples.Rules;

public class ApplyRulesTests
{
    private const int Payments = 0;
    private const int Rules = 1;

    [Fact]
    public void A_rule_holds_from_when_it_comes_until_it_is_switched_off()
    {
        using var harness = Apply();
        var rule = new Rule("large", 1, Amount: 100, Payments: 2);
        Pay(harness, 100, 100);
        harness.Process(Rules, rule);
        Pay(harness, 100, 99, 100, 100, 100);
        Assert.Equal([new Alarm(rule, new Payment("ann", 0, 100))], harness.RecordsOf<Alarm>());

        harness.Process(Rules, rule with { Payments = 0 });
        Pay(harness, 100, 100, 100);
        Assert.Single(harness.RecordsOf<Alarm>());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Alarms_are_those_of_a_plain_model(int seed)
    {
        var random = new Random(seed);
        using var harness = Apply();
        var rules = new SortedDictionary<string, Rule>(StringComparer.Ordinal);
        var since = new Dictionary<(string Account, string Rule), List<Payment>>();
        var expected = new List<Alarm>();
        for (var now = 0; now < 2_000; now++)
        {
            if (random.Next(20) == 0)
            {
                var rule = new Rule($"rule-{random.Next(3)}", now, random.Next(1, 100), random.Next(4));
                harness.Process(Rules, rule);
                rules[rule.Name] = rule;
                foreach (var key in since.Keys.Where(k => k.Rule == rule.Name).ToList()) since.Remove(key);
                continue;
            }

            var payment = new Payment($"account-{random.Next(5)}", now, random.Next(1, 150));
            harness.Process(Payments, payment);
            foreach (var rule in rules.Values.Where(r => r.Payments > 0))
            {
                // The whole history since the rule came or its last alarm; the last ones of it must all be large.
                if (!since.TryGetValue((payment.Account, rule.Name), out var history)) since[(payment.Account, rule.Name)] = history = [];
                history.Add(payment);
                if (history.AsEnumerable().Reverse().TakeWhile(p => p.Amount >= rule.Amount).Count() < rule.Payments) continue;
                history.Clear();
                expected.Add(new Alarm(rule, payment));
            }
        }

        Assert.NotEmpty(expected);
        Assert.Equal(expected, harness.RecordsOf<Alarm>().OrderBy(a => a.Payment.Time).ThenBy(a => a.Rule.Name, StringComparer.Ordinal));
    }

    private static void Pay(OperatorHarness harness, params long[] amounts)
    {
        foreach (var amount in amounts) harness.Process(Payments, new Payment("ann", 0, amount));
    }

    private static OperatorHarness Apply() => OperatorHarness.Of<Payment, Rule, Alarm>((payments, rules) =>
        payments.KeyBy(p => p.Account).Connect(rules.Broadcast(ApplyRules.Rules)).Process(() => new ApplyRules()));
}
