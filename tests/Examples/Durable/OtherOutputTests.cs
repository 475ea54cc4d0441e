using FlowActors.Tests.Examples.CommandLine;
using Command = FlowActors.Tests.Examples.CommandLine.Examples;

namespace FlowActors.Tests.Examples.Durable;

/// <summary>A savepoint belongs to an output: with another one, or none, part of the results would be missing.</summary>
public sealed class OtherOutputTests
{
    [Theory]
    [InlineData("nexmark --query q1 --events 2000")]
    [InlineData("nexmark --query q17 --events 2000")]
    [InlineData("nexmark --query q18 --events 2000")]
    [InlineData("wordcount --input")]
    public async Task It_is_refused_by_the_name_of_the_option(string command)
    {
        using var folder = new TempFolder();
        string[] arguments = [.. command.Split(' '), .. command.EndsWith("input", StringComparison.Ordinal) ? [folder.Write("text", "a\nb\na\nb\n")] : Array.Empty<string>()];
        string[] stop = ["--stop-after", "3", "--savepoint"];
        await RunsAsync([.. arguments, .. stop, folder["with"], "--output", folder["rows"]]);
        await RunsAsync([.. arguments, .. stop, folder["without"]]);
        var before = folder.Files.ToList();

        await IsRefusedAsync([.. arguments, "--from-savepoint", folder["with"]], $"with --output '{folder["rows"]}', and this command has none: ");
        await IsRefusedAsync(
            [.. arguments, "--from-savepoint", folder["with"], "--output", folder["others"]],
            $"with --output '{folder["rows"]}', and this command has --output '{folder["others"]}': ");
        await IsRefusedAsync(
            [.. arguments, "--from-savepoint", folder["without"], "--output", folder["rows"]],
            $"without --output, and this command has --output '{folder["rows"]}': ");

        Assert.Equal(before, folder.Files);
        await RunsAsync([.. arguments, "--from-savepoint", folder["with"], "--output", folder["rows"]]);
        await RunsAsync([.. arguments, "--from-savepoint", folder["without"]]);
    }

    [Fact]
    public async Task A_savepoint_of_another_command_is_refused_by_its_name()
    {
        using var folder = new TempFolder();
        await RunsAsync(["nexmark", "--query", "q1", "--events", "2000", "--stop-after", "3", "--savepoint", folder["half"]]);

        await IsRefusedAsync(["wordcount", "--from-savepoint", folder["half"]], $"--from-savepoint '{folder["half"]}' is of a job of nexmark, not of wordcount: ");
    }

    [Fact]
    public async Task A_part_that_is_missing_is_named_with_the_output_that_it_is_of()
    {
        using var folder = new TempFolder();
        string[] arguments = ["nexmark", "--query", "q1", "--events", "2000", "--output", folder["rows"]];
        await RunsAsync([.. arguments, "--stop-after", "500", "--savepoint", folder["half"]]);
        var parts = Directory.GetFiles(folder[""], ".*");
        Assert.NotEmpty(parts);
        foreach (var part in parts) File.Delete(part);

        await IsRefusedAsync([.. arguments, "--from-savepoint", folder["half"]], $"Output file '{folder["rows"]}' cannot be completed: its part '{folder["."]}");
    }

    private static async Task RunsAsync(string[] arguments)
    {
        var (exitCode, _, error) = await Command.RunAsync(arguments);
        Assert.True(exitCode == 0, error);
    }

    private static async Task IsRefusedAsync(string[] arguments, string expected)
    {
        var (exitCode, output, error) = await Command.RunAsync(arguments);
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }
}
