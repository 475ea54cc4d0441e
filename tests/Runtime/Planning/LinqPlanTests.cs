using FlowActors.Linq;
using FlowActors.Runtime.Planning;

namespace FlowActors.Runtime.Tests.Planning;

/// <summary>A program in LINQ's spelling is the same program.</summary>
public sealed class LinqPlanTests
{
    public static TheoryData<string, Action<StreamExecutionEnvironment>, Action<StreamExecutionEnvironment>> Spellings => new()
    {
        { "Select", env => env.FromSequence(0, 9).Select(x => x + 1).Discard(), env => env.FromSequence(0, 9).Map(x => x + 1).Discard() },
        { "Where", env => env.FromSequence(0, 9).Where(x => x > 1).Discard(), env => env.FromSequence(0, 9).Filter(x => x > 1).Discard() },
        {
            "SelectMany",
            env => env.FromSequence(0, 9).SelectMany(x => new[] { x }).Discard(),
            env => env.FromSequence(0, 9).FlatMap(x => new[] { x }).Discard()
        },
        {
            "SelectMany with results",
            env => env.FromSequence(0, 9).SelectMany(x => new[] { x }, (x, y) => x + y).Discard(),
            env => env.FromSequence(0, 9).FlatMap(x => new[] { x + x }).Discard()
        },
        {
            "GroupBy",
            env => env.FromSequence(0, 9).GroupBy(x => x % 2).Count().Discard(),
            env => env.FromSequence(0, 9).KeyBy(x => x % 2).Count().Discard()
        },
        {
            "a query",
            env => (from x in env.FromSequence(0, 9) where x > 1 from y in new[] { x } select y).GroupBy(y => y % 2).Count().Discard(),
            env => env.FromSequence(0, 9).Filter(x => x > 1).FlatMap(x => new[] { x }).KeyBy(x => x % 2).Count().Discard()
        },
        {
            "a query that groups another element",
            env => (from x in env.FromSequence(0, 9) group x * 2 by x % 2).Sum(pair => pair.Value).Discard(),
            env => env.FromSequence(0, 9).Map(x => KeyValuePair.Create(x % 2, x * 2)).KeyBy(pair => pair.Key).Sum(pair => pair.Value).Discard()
        },
        {
            "a query that groups behind let",
            env => (from x in env.FromSequence(0, 9) let key = x % 2 group x by key).Count().Discard(),
            env => env.FromSequence(0, 9).Map(x => new { x, key = x % 2 }).Map(p => KeyValuePair.Create(p.key, p.x)).KeyBy(pair => pair.Key).Count().Discard()
        },
        {
            "a query that groups behind a second from",
            env => (from x in env.FromSequence(0, 9) from y in new[] { x } group y by y % 2).Count().Discard(),
            env => env.FromSequence(0, 9).FlatMap(x => new[] { new { x, y = x } }).Map(p => KeyValuePair.Create(p.y % 2, p.y)).KeyBy(pair => pair.Key).Count().Discard()
        },
    };

    [Theory]
    [MemberData(nameof(Spellings))]
    public void It_has_the_same_plans_uids_and_hash(
        string spelling, Action<StreamExecutionEnvironment> linq, Action<StreamExecutionEnvironment> operators)
    {
        var (left, right) = (JobPlanner.Plan(Programs.Build(linq)), JobPlanner.Plan(Programs.Build(operators)));
        Assert.True(left.Hash == right.Hash, $"{spelling} has another hash.");
        Assert.Equal(left.Vertices.SelectMany(v => v.Chain.Select(o => o.Uid)), right.Vertices.SelectMany(v => v.Chain.Select(o => o.Uid)));
        Assert.Equal(TextPlans.JobGraph(left), TextPlans.JobGraph(right));
    }
}
