using FlowActors.Examples.CommandLine;
using FlowActors.Graph;

namespace FlowActors.Tests.Examples.CommandLine;

public class ExampleJobsTests
{
    [Theory]
    [InlineData("nexmark", "query", "q17", "source q17 seed=")]
    [InlineData("wordcount", "input", "book.txt", "text")]
    [InlineData("wordcount", "input", "[\"one.txt\",\"two.txt\"]", "text")]
    public void A_registered_job_is_written_down_from_what_cannot_be_left_out(string job, string argument, string value, string source)
    {
        var env = new StreamExecutionEnvironment(new JobSettings());
        ExampleJobs.All[job]().Build(env, new JobArguments(new Dictionary<string, string> { [argument] = value }));
        Assert.Contains(env.BuildGraph(job).Nodes, node => node.Configuration.Uid?.StartsWith(source, StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("nexmark", "q999", "The job's argument 'query' is 'q999', but must be one of q0, ")]
    [InlineData("wordcount", null, "The job needs the argument 'input'")]
    public void Others_are_refused(string job, string? query, string expected)
    {
        var arguments = query is null ? JobArguments.Empty : new JobArguments(new Dictionary<string, string> { ["query"] = query });
        var error = Assert.Throws<JobValidationException>(() => ExampleJobs.All[job]().Build(new StreamExecutionEnvironment(new JobSettings()), arguments));
        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2s", 2_000)]
    [InlineData("250ms", 250)]
    [InlineData("00:00:00.5", 500)]
    public void An_interval_is_a_time_as_its_option_takes_it_or_as_earlier_runs_have_written_it(string given, int ms)
    {
        var env = new StreamExecutionEnvironment(new JobSettings());
        ExampleJobs.All["nexmark"]().Build(env, new JobArguments(new Dictionary<string, string> { ["query"] = "q0", ["checkpoint-interval"] = given }));
        Assert.Equal(TimeSpan.FromMilliseconds(ms), env.Settings.Checkpoints.Interval);
    }

    [Theory]
    [InlineData("nexmark", "query", "q0")]
    [InlineData("wordcount", "input", "book.txt")]
    public void A_job_of_a_node_passes_over_no_savepoint(string job, string argument, string value)
    {
        var arguments = new JobArguments(new Dictionary<string, string> { [argument] = value, ["from-savepoint"] = "half" });
        var error = Assert.Throws<JobValidationException>(() => ExampleJobs.OfNode[job]().Build(new StreamExecutionEnvironment(new JobSettings()), arguments));
        Assert.Contains("by 'job run --from half'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nexmark", "seed", "x", "a whole number from -9223372036854775808 to 9223372036854775807")]
    [InlineData("nexmark", "events", "-1", "a whole number from 0 to 9223372036854775807")]
    [InlineData("nexmark", "group", "0", "a whole number from 1 to 9223372036854775807")]
    [InlineData("nexmark", "rate", "0", "a whole number from 1 to 9223372036854775807")]
    [InlineData("nexmark", "throttle", "-1", "a whole number from 0 to 9223372036854775807")]
    [InlineData("nexmark", "parallelism", "0", "a whole number from 1 to 32768")]
    [InlineData("nexmark", "source-parallelism", "32769", "a whole number from 1 to 32768")]
    [InlineData("nexmark", "stop-after", "0", "a whole number from 1 to 9223372036854775807")]
    [InlineData("nexmark", "state", "disk", "one of memory, rocksdb")]
    [InlineData("nexmark", "output", "", "a path")]
    [InlineData("nexmark", "checkpoint-interval", "often", "a time such as 500ms, 1s or 2m: it does not start with a number")]
    [InlineData("nexmark", "checkpoint-interval", "2", "a time such as 500ms, 1s or 2m: it has no unit, such as 2ms")]
    [InlineData("wordcount", "input", "[1]", "a path, or an array of paths in JSON")]
    [InlineData("wordcount", "input", "[]", "a path, or an array of paths in JSON")]
    [InlineData("wordcount", "parallelism", "-1", "a whole number from 1 to 32768")]
    [InlineData("wordcount", "encoding", "klingon", "one of iso-8859-1, us-ascii, utf-16")]
    [InlineData("wordcount", "state", "", "one of memory, rocksdb")]
    [InlineData("wordcount", "output", " ", "a path")]
    [InlineData("demo", "rate", "0", "a whole number from 1 to 10000000")]
    [InlineData("demo", "parallelism", "two", "a whole number from 1 to 32768")]
    [InlineData("demo", "state", "disk", "one of memory, rocksdb")]
    public void Values_that_make_no_sense_are_refused_with_those_that_do(string job, string argument, string value, string expected)
    {
        var arguments = new Dictionary<string, string>();
        if (job == "nexmark") arguments["query"] = "q17";
        if (job == "wordcount") arguments["input"] = "book.txt";
        arguments[argument] = value;
        var error = Assert.Throws<JobValidationException>(() => ExampleJobs.All[job]().Build(new StreamExecutionEnvironment(new JobSettings()), new JobArguments(arguments)));
        Assert.StartsWith($"The job's argument '{argument}' is '{value}', ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
