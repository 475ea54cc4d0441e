using FlowActors.Examples.Rules;

namespace FlowActors.Tests.Examples.Runs;

public class RulesRunTests(OneNode host) : IClassFixture<OneNode>
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    public async Task Every_alarm_is_of_a_rule_that_came_and_a_payment_that_meets_it(long seed, int parallelism)
    {
        var options = new RulesOptions(Accounts: 20, Payments: 10_000, Rate: 5_000, seed, parallelism);
        var env = host.CreateEnvironment();
        var alarms = RulesJob.Build(env, options);

        await (await env.ExecuteAsync("rules")).WaitForEndAsync();

        var streams = new PaymentStreams((ulong)seed, options.Accounts);
        var payments = Enumerable.Range(0, (int)options.Payments).Select(n => streams.PaymentAt(n)).ToHashSet();
        var rules = Enumerable.Range(0, (int)options.Payments / PaymentStreams.PaymentsPerRule + 1).Select(n => streams.RuleAt(n)).ToHashSet();
        Assert.NotEmpty(alarms.Values);
        Assert.All(alarms.Values, alarm => Assert.True(
            rules.Contains(alarm.Rule) && payments.Contains(alarm.Payment) && alarm.Rule.Payments > 0 && alarm.Payment.Amount >= alarm.Rule.Amount));
        Assert.Equal(alarms.Values.Count, alarms.Values.DistinctBy(alarm => (alarm.Rule.Name, alarm.Payment)).Count());
    }
}
