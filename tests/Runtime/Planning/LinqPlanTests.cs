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
