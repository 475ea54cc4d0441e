using FlowActors.Runtime.Planning;
using FlowActors.Sinks;

namespace FlowActors.Runtime.Tests.Planning;

/// <summary>Sinks that show nothing before the end, behind sources that have none.</summary>
public class UnseenResultsTests
{
    [Fact]
    public void Every_sink_that_shows_nothing_before_the_end_is_found_behind_a_source_that_never_ends() =>
        Assert.Equal(["0 -> 3", "0 -> 4", "0 -> 5", "0 -> 7"], Find(env =>
        {
            var endless = env.Generate(null, i => i).Map(i => i).KeyBy(i => i).Count();
            endless.WriteAsText("out");
            endless.WriteAsTextFile("out.txt");
            endless.SinkTo(new OwnSink(true));
            endless.SinkTo(new OwnSink(false));
            endless.Collect();
            endless.Print();
            endless.Discard();
            endless.ForEach(_ => { });
        }));

    [Fact]
    public void Sources_that_end_keep_nobody_from_showing_results() => Assert.Empty(Find(env =>
    {
        env.Generate(10, i => i).Collect();
        env.FromSequence(1, 10).WriteAsText("out");
        env.Generate(null, i => i).Print();
    }));

    [Fact]
    public void One_endless_source_of_a_union_is_enough() => Assert.Equal(["1 -> 3"], Find(env =>
        env.FromSequence(1, 10).Union(env.Generate(null, i => i), env.Generate(null, i => i)).Collect()));

    private static IEnumerable<string> Find(Action<StreamExecutionEnvironment> write) =>
        UnseenResults.Find(Programs.Build(write)).Select(found => $"{found.Source.Id} -> {found.Sink.Id}");

    private sealed class OwnSink(bool atEndOnly) : Sink<KeyValuePair<long, long>>
    {
        public override bool ShowsResultsAtEndOnly => atEndOnly;

        public override SinkWriter<KeyValuePair<long, long>> CreateWriter() => throw new InvalidOperationException("Nothing runs here.");
    }
}
