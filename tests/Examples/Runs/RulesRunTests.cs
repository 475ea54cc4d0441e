using FlowActors.Examples.Rules;
using FlowActors.Tests.Examples.Rules;

namespace FlowActors.Tests.Examples.Runs;

public class RulesRunTests(OneNode host) : IClassFixture<OneNode>
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    public async Task The_alarms_of_each_account_are_those_of_some_order_of_the_two_streams(long seed, int parallelism)
    {
        var options = new RulesOptions(Accounts: 20, Payments: 10_000, Rate: 5_000, seed, parallelism);
        var env = host.CreateEnvironment();
        var alarms = RulesJob.Build(env, options);

        await (await env.ExecuteAsync("rules")).WaitForEndAsync();

        var streams = new PaymentStreams((ulong)seed, options.Accounts);
        var payments = Enumerable.Range(0, (int)options.Payments).Select(n => streams.PaymentAt(n)).ToList();
        var rules = Enumerable.Range(0, ((int)options.Payments + PaymentStreams.PaymentsPerRule - 1) / PaymentStreams.PaymentsPerRule).Select(n => streams.RuleAt(n)).ToList();
        var oracle = new RulesOracle(rules);
        Assert.NotEmpty(alarms.Values);
        Assert.Empty(alarms.Values.Select(a => a.Payment).Except(payments));
        var raised = alarms.Values.ToLookup(a => a.Payment.Account);
        Assert.All(payments.GroupBy(p => p.Account), account => Assert.Null(oracle.FirstThatIsWrong(account, raised[account.Key])));
    }
}
