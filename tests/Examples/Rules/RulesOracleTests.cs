using FlowActors.Examples.Rules;

namespace FlowActors.Tests.Examples.Rules;

public class RulesOracleTests
{
    private static readonly Rule Pair = new("pair", 0, Amount: 100, Payments: 2);

    // One rule, which is met by every second payment from when it has come.
    [Theory]
    [InlineData("", true)]
    [InlineData("1 3 5", true)]
    [InlineData("2 4", true)]
    [InlineData("5", true)]
    [InlineData("3", false)]
    [InlineData("1 5", false)]
    [InlineData("1 2", false)]
    [InlineData("0", false)]
    [InlineData("1 1 3 5", false)]
    public void Alarms_are_right_when_some_order_of_the_streams_gives_them(string alarmsAt, bool expected)
    {
        var payments = Enumerable.Range(0, 6).Select(i => new Payment("ann", i, 100)).ToList();
        var alarms = alarmsAt.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(i => new Alarm(Pair, payments[int.Parse(i, null)]));
        Assert.Equal(expected, new RulesOracle([Pair]).FirstThatIsWrong(payments, alarms) is null);
    }

    // The second rule replaces the first; the third switches it off.
    [Theory]
    [InlineData("1", "3", true)]
    [InlineData("", "2 3", true)]
    [InlineData("1", "2", true)]
    [InlineData("3", "2", false)]
    [InlineData("1", "2 4", false)]
    public void Rules_replace_one_another_in_their_order(string first, string second, bool expected)
    {
        var single = Pair with { Payments = 1, Time = 1 };
        var payments = Enumerable.Range(0, 5).Select(i => new Payment("ann", i, 100)).ToList();
        IEnumerable<Alarm> Of(Rule rule, string at) => at.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(i => new Alarm(rule, payments[int.Parse(i, null)]));
        var oracle = new RulesOracle([Pair, single, single with { Payments = 0, Time = 2 }]);
        Assert.Equal(expected, oracle.FirstThatIsWrong(payments, Of(Pair, first).Concat(Of(single, second))) is null);
    }
}
