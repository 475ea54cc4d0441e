using System.Diagnostics;
using System.Reflection;
using System.Reflection.Emit;
using FlowActors.Functions;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Subtasks;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>A record that somebody changes after it was emitted fails the job, which names who emitted and who received it.</summary>
public sealed class RecordCheckTests
{
    [Theory]
    [InlineData("forward")]
    [InlineData("rebalance")]
    [InlineData("keyed by a number")]
    [InlineData("keyed by a text")]
    [InlineData("broadcast")]
    public void One_object_emitted_again_and_again_through_an_exchange(string edge) => Expect(
        "'reuses' emitted was changed before operator 'next' received it",
        "next",
        env =>
        {
            var reused = Reusing(env);
            var spread = edge switch
            {
                "forward" => reused.Map(x => x.N).WithName("next").DisableChaining(),
                "rebalance" => reused.Rebalance().Map(x => x.N).WithName("next"),
                "broadcast" => reused.Broadcast().Map(x => x.N).WithName("next"),
                "keyed by a number" => reused.KeyBy(x => 1).Reduce((a, b) => b).WithName("next").Map(x => x.N),
                _ => reused.KeyBy(x => "key").Reduce((a, b) => b).WithName("next").Map(x => x.N),
            };
            spread.Discard();
        });

    [Fact]
    public void One_object_emitted_again_and_again_into_a_sink_that_keeps_it()
    {
        var job = Job(env => Reusing(env).Collect());
        var failure = Assert.Throws<RecordChangedException>(job.RunToEnd);
        Assert.Contains("'reuses' emitted was changed after operator 'Collect' had taken it", failure.Message, StringComparison.Ordinal);
        Assert.Equal("Collect", job.Job.SubtaskOf("Collect").CurrentOperator);
        job.Job.Dispose();
    }

    [Fact]
    public void An_enumeration_that_yields_one_object_again_and_again() => Expect(
        "'reuses' emitted was changed before operator 'next' received it",
        "next",
        env => env.FromElements(1, 2, 3).FlatMap(Reuse).WithName("reuses").Rebalance().Map(x => x.N).WithName("next").Discard());

    [Fact]
    public void A_map_that_changes_what_it_was_given_in_a_chain() => Expect(
        "'fresh' emitted was changed while operator 'changes' worked on it",
        "changes",
        env => Fresh(env).Map(Change).WithName("changes").Map(x => x.N).Discard());

    [Fact]
    public void A_map_that_changes_what_it_was_given_behind_an_exchange() => Expect(
        "'fresh' emitted was changed while operator 'changes' worked on it",
        "changes",
        env => Fresh(env).Rebalance().Map(Change).WithName("changes").Map(x => x.N).Discard());

    [Fact]
    public void A_filter_passes_a_record_on_and_the_one_behind_it_is_named() => Expect(
        "'passes' emitted was changed while operator 'changes' worked on it",
        "changes",
        env => Fresh(env).Filter(x => true).WithName("passes").Map(Change).WithName("changes").Discard());

    [Fact]
    public void One_of_several_operators_that_get_the_same_record() => Expect(
        "'fresh' emitted was changed while operator 'changes' worked on it",
        "changes",
        env =>
        {
            var fresh = Fresh(env);
            fresh.Map(Change).WithName("changes").Discard();
            fresh.Map(x => x.N).Discard();
        });

    [Fact]
    public void A_sink_that_changes_what_it_writes() => Expect(
        "'fresh' emitted was changed while operator 'end' worked on it",
        "end",
        env => Fresh(env).ForEach(x => x.N++).WithName("end"));

    [Fact]
    public void A_key_selector_that_changes_the_record() => Expect(
        "'fresh' emitted was changed before operator 'next' received it",
        "next",
        env => Fresh(env).KeyBy(x => x.N++).Reduce((a, b) => b).WithName("next").Discard());

    [Fact]
    public void A_union_names_the_one_that_emitted() => Expect(
        "'reuses' emitted was changed before operator 'next' received it",
        "next",
        env => Fresh(env).Union(Reusing(env)).Rebalance().Map(x => x.N).WithName("next").Discard());

    [Fact]
    public void Records_that_nobody_changes_pass_as_do_those_that_are_changed_before_they_are_emitted()
    {
        CollectedResults<long>? results = null;
        Job(env => results = env.FromSequence(1, 1_000)
            .Map(n => new Box { N = n })
            .KeyBy(x => x.N % 3)
            .Reduce((a, b) =>
            {
                a.N += b.N;
                return a;
            })
            .Rebalance()
            .Map(x =>
            {
                var copy = new Box { N = x.N };
                copy.N++;
                return copy;
            })
            .Map(x => x.N).Collect()).RunToEnd();
        Assert.Equal(1_000, results!.Values.Count);
    }

    [Fact]
    public void A_record_that_is_not_what_its_type_says_and_has_no_bytes_passes_within_a_chain()
    {
        CollectedResults<long>? results = null;
        Job(env => results = env.FromElements(1, 2, 3).Map(n => (Crate)new Barrel { N = n }).Map(x => x.N).Collect()).RunToEnd();
        Assert.Equal([1, 2, 3], results!.Values);
    }

    [Fact]
    public void Without_the_check_the_receiver_sees_what_the_record_became()
    {
        CollectedResults<long>? results = null;
        new ScheduledJob(
            1,
            new LocalJobSettings(),
            (env, _) => results = Reusing(env.CheckRecords(false)).Rebalance().Map(x => x.N).Collect(),
            stopOneIn: 0).RunToEnd();
        Assert.Equal([3, 3, 3], results!.Values);
    }

    [Fact]
    public void There_is_no_check_of_records_that_cannot_change()
    {
        var job = Job(env => env.FromElements("a").Map(x => (x, 1)).Rebalance().Map(x => new Frozen(x.x, x.Item2)).Discard());
        var checks = job.Job.Subtasks[^1].Checks!;
        var edge = job.Job.Graph.Edges[0].Edge;
        Assert.Null(checks.Of<string>(edge));
        Assert.Null(checks.Of<(string, int)>(edge));
        Assert.Null(checks.Of<Frozen>(edge));
        Assert.Null(checks.Of<long>(edge));
        Assert.NotNull(checks.Of<Box>(edge));
        Assert.NotNull(checks.Of<(Box, int)>(edge));
        Assert.NotNull(checks.Of<List<string>>(edge));
        job.Job.Dispose();
    }

    [Fact]
    public void What_was_not_said_follows_whether_the_functions_were_built_for_debugging()
    {
        Assert.True(DebugBuild.IsDebug(Built(DebuggableAttribute.DebuggingModes.Default | DebuggableAttribute.DebuggingModes.DisableOptimizations)));
        Assert.False(DebugBuild.IsDebug(Built(DebuggableAttribute.DebuggingModes.IgnoreSymbolStoreSequencePoints)));
        Assert.False(DebugBuild.IsDebug(Built(null)));

        var own = DebugBuild.IsDebug(typeof(RecordCheckTests).Assembly);
        Assert.Equal(own, Made(env => env.FromElements(1).Map(x => x + 1).Discard()));
        Assert.Equal(own, Made(env => env.FromElements(new Box()).Discard()));
        Assert.Equal(own, Made(env => env.FromElements(new List<Box>()).Discard()));
        Assert.False(Made(env => env.FromElements(1).Discard()));
    }

    private static bool Made(Action<StreamExecutionEnvironment> build)
    {
        var env = new StreamExecutionEnvironment(new Graph.JobSettings());
        build(env);
        return DebugBuild.Made(JobPlanner.Plan(env.BuildGraph("test")));
    }

    private static AssemblyBuilder Built(DebuggableAttribute.DebuggingModes? modes)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("built"), AssemblyBuilderAccess.Run);
        var constructor = typeof(DebuggableAttribute).GetConstructor([typeof(DebuggableAttribute.DebuggingModes)])!;
        if (modes is not null) assembly.SetCustomAttribute(new CustomAttributeBuilder(constructor, [modes.Value]));
        return assembly;
    }

    private static void Expect(string message, string at, Action<StreamExecutionEnvironment> build)
    {
        var job = Job(build);
        var failure = Assert.Throws<RecordChangedException>(job.RunToEnd);
        Assert.Contains($"A record of type Box that operator {message}", failure.Message, StringComparison.Ordinal);
        Assert.Contains(at, job.Job.Subtasks.Select(s => s.CurrentOperator));
        job.Job.Dispose();
    }

    private static ScheduledJob Job(Action<StreamExecutionEnvironment> build) =>
        new(1, new LocalJobSettings(), (env, _) => build(env.CheckRecords()), stopOneIn: 0);

    private static DataStream<Box> Fresh(StreamExecutionEnvironment env) => env.FromElements(1, 2, 3).Map(n => new Box { N = n }).WithName("fresh");

    private static DataStream<Box> Reusing(StreamExecutionEnvironment env) => env.FromElements(0).FlatMap((int _, Collector<Box> output) =>
    {
        var box = new Box();
        for (var i = 1; i <= 3; i++)
        {
            box.N = i;
            output.Collect(box);
        }
    }).WithName("reuses");

    private static IEnumerable<Box> Reuse(int n)
    {
        var box = new Box();
        for (var i = 0; i < n; i++)
        {
            box.N = i;
            yield return box;
        }
    }

    private static Box Change(Box box)
    {
        box.N++;
        return box;
    }

    public sealed class Box
    {
        public long N { get; set; }
    }

    public class Crate
    {
        public long N { get; set; }
    }

    public sealed class Barrel : Crate;

    public sealed record Frozen(string Text, int Number);
}
