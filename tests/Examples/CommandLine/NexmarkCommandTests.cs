using System.CommandLine;
using FlowActors.Examples.CommandLine;

namespace FlowActors.Tests.Examples.CommandLine;

public class NexmarkCommandTests
{
    [Fact]
    public async Task The_generator_prints_one_line_for_each_repeat()
    {
        var (exitCode, output, error) = await RunAsync("nexmark --query generator --events 1000 --group 100 --repeat 2");

        Assert.Equal((0, ""), (exitCode, error));
        const string Line = @"query=generator events=1000 rows=1000 seconds=\d+\.\d{3} events_per_second=\d+\.\d{3} cpu_seconds=\d+\.\d{3}\n";
        Assert.Matches($"^({Line}){{2}}$", output);
    }

    [Theory]
    [InlineData("nexmark", "--query")]
    [InlineData("nexmark --query q999", "q999")]
    [InlineData("nexmark --query generator --rate 0", "--rate is 0, but must be a whole number from 1")]
    [InlineData("nexmark --query generator --events -1", "--events is -1, but must be a whole number from 0")]
    [InlineData("nexmark --query generator --events many", "--events is many, but must be a whole number")]
    [InlineData("nexmark --query generator --unheard of", "--unheard")]
    [InlineData("unheard", "unheard")]
    public async Task What_is_wrong_is_named_and_the_exit_code_is_not_zero(string commandLine, string expected)
    {
        var (exitCode, _, error) = await RunAsync(commandLine);

        Assert.NotEqual(0, exitCode);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "nexmark")]
    [InlineData("nexmark --help", "--group")]
    public async Task Help_is_there_at_every_level(string commandLine, string expected)
    {
        var (exitCode, output, _) = await RunAsync(commandLine);

        Assert.Equal(0, exitCode);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string commandLine)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var configuration = new InvocationConfiguration { Output = output, Error = error };
        var exitCode = await ExamplesCommand.Create().Parse(commandLine).InvokeAsync(configuration);
        return (exitCode, output.ToString(), error.ToString());
    }
}
