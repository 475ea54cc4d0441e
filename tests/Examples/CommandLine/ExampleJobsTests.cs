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
}
