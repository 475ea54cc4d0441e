using FlowActors.Runtime.Planning;

namespace FlowActors.Runtime.Tests.Planning;

public sealed class UidTests
{
    [Fact]
    public void A_given_uid_is_kept()
    {
        var uids = Uids(env => env.FromSequence(0, 9).WithUid("numbers").Map(x => x).WithName("b").Discard().WithUid("end"));
        Assert.Equal("numbers", uids["Sequence Source"]);
        Assert.Equal("end", uids["Discard"]);
    }

    [Fact]
    public void Derived_uids_are_the_same_in_every_build_and_differ_from_each_other()
    {
        var first = Uids(Small);
        Assert.Equal(first, Uids(Small));
        Assert.Equal(first.Count, first.Values.Distinct().Count());
        Assert.All(first.Values, uid => Assert.Matches("^[0-9a-f]{32}$", uid));
    }

    [Fact]
    public void An_unrelated_branch_changes_nothing()
    {
        var before = Uids(Small);
        var after = Uids(env =>
        {
            env.FromElements("x", "y").Map(x => x.Length).WithName("other").Discard().WithName("other end");
            Small(env);
        });

        Assert.All(before, uid => Assert.Equal(uid.Value, after[uid.Key]));
    }

    [Fact]
    public void Names_and_functions_change_nothing()
    {
        var before = Uids(Small);
        var after = Uids(env => env.FromSequence(5, 6).WithName("renamed").Map(x => x * 7).WithName("b").KeyBy(x => x % 3)
            .Reduce((a, b) => a - b).WithName("c").Discard());
        Assert.Equal(before["c"], after["c"]);
        Assert.Equal(before["Sequence Source"], after["renamed"]);
    }

    // A class of records may be renamed, and the compiler numbers anonymous types through.
    [Fact]
    public void Types_of_records_and_keys_change_nothing()
    {
        var before = Uids(env => env.FromSequence(0, 9).Map(x => x).WithName("b").KeyBy(x => x).Count().WithName("c").Discard());
        var after = Uids(env => env.FromSequence(0, 9).Map(x => $"{x}").WithName("b").KeyBy(x => x).Count().WithName("c").Discard());
        Assert.Equal(before, after);
    }

    [Fact]
    public void Another_operation_or_an_operator_behind_changes_nothing_in_front()
    {
        var before = Uids(Small);
        var after = Uids(env => env.FromSequence(0, 9).Map(x => x).WithName("b").Filter(x => x > 1).WithName("new").Discard());
        Assert.Equal(before["b"], after["b"]);
        Assert.DoesNotContain(after["new"], before.Values);
    }

    [Fact]
    public void A_branch_of_another_kind_beside_it_changes_nothing()
    {
        var before = Uids(env => env.FromSequence(0, 9).Map(x => x).WithName("b").Discard());
        var after = Uids(env =>
        {
            var numbers = env.FromSequence(0, 9);
            numbers.Filter(x => x > 3).WithName("other").Discard().WithName("other end");
            numbers.Map(x => x).WithName("b").Discard();
        });
        Assert.All(before, uid => Assert.Equal(uid.Value, after[uid.Key]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_parallelism_changes_nothing(int parallelism)
    {
        // At parallelism 1 the edge behind the collection is forward, above it is rebalance.
        static void Program(StreamExecutionEnvironment env) => env.FromElements(1L, 2L).Map(x => x).WithName("b").KeyBy(x => x).Count().Discard();

        Assert.Equal(Uids(Program), Uids(env => Program(env.SetParallelism(parallelism))));
    }

    [Fact]
    public void What_comes_before_changes_a_derived_uid()
    {
        var before = Uids(Small);
        var after = Uids(env => env.FromSequence(0, 9).Map(x => x).WithName("b").Map(x => x).WithName("new").KeyBy(x => x)
            .Reduce((a, b) => a + b).WithName("c").Discard());
        Assert.Equal(before["b"], after["b"]);
        Assert.NotEqual(before["c"], after["c"]);
    }

    [Fact]
    public void Twins_are_told_apart()
    {
        var uids = Uids(env =>
        {
            var numbers = env.FromSequence(0, 9);
            numbers.Map(x => x).WithName("one").Discard().WithName("end one");
            numbers.Map(x => x).WithName("two").Discard().WithName("end two");
        });
        Assert.NotEqual(uids["one"], uids["two"]);
        Assert.NotEqual(uids["end one"], uids["end two"]);
    }

    [Fact]
    public void The_same_uid_twice_is_refused_with_both_operators()
    {
        var refused = Assert.Throws<JobValidationException>(() => Uids(env =>
            env.FromSequence(0, 9).WithUid("u").WithName("first").Map(x => x).WithUid("u").WithName("second").Discard()));

        Assert.Contains("'first' and 'second' of job 'job' have the same uid 'u'", refused.Message, StringComparison.Ordinal);
    }

    private static void Small(StreamExecutionEnvironment env) => env.FromSequence(0, 9).Map(x => x).WithName("b").KeyBy(x => x)
        .Reduce((a, b) => a + b).WithName("c").Discard();

    private static Dictionary<string, string> Uids(Action<StreamExecutionEnvironment> program) =>
        JobPlanner.Plan(Programs.Build(program)).Vertices.SelectMany(v => v.Chain).ToDictionary(o => o.Node.Name, o => o.Uid);
}
