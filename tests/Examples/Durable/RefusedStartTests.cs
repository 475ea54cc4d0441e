using FlowActors.Tests.Examples.CommandLine;
using Command = FlowActors.Tests.Examples.CommandLine.Examples;

namespace FlowActors.Tests.Examples.Durable;

/// <summary>A start that is refused leaves the data folder as it was: the corrected command needs no <c>--resume</c>.</summary>
public sealed class RefusedStartTests
{
    private static readonly string[] Query = ["nexmark", "--query", "q17", "--events", "2000"];

    [Theory]
    [InlineData("--seed", "2")] // of other events
    [InlineData("--output", "OUTPUT")] // of no output
    public async Task What_it_has_made_is_gone(params string[] wrong)
    {
        using var folder = new TempFolder();
        var half = await SavepointAsync(folder);
        string[] arguments = [.. Query, "--from-savepoint", half, "--data", folder["new/data"]];

        await IsRefusedAsync([.. arguments, wrong[0], wrong[1].Replace("OUTPUT", folder["rows"], StringComparison.Ordinal)]);

        Assert.False(Directory.Exists(folder["new"]));
        var (exitCode, output, error) = await Command.RunAsync(arguments);
        Assert.True(exitCode == 0, error);
        Assert.StartsWith("resumed checkpoint=", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_there_before_stays()
    {
        using var folder = new TempFolder();
        var half = await SavepointAsync(folder);
        Directory.CreateDirectory(folder["data/mine"]);
        folder.Write("data/notes", "keep this");

        await IsRefusedAsync([.. Query, "--seed", "2", "--from-savepoint", half, "--data", folder["data"]]);

        Assert.Equal(["mine", "notes"], Directory.EnumerateFileSystemEntries(folder["data"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task The_job_of_a_folder_outlives_commands_that_are_refused()
    {
        using var folder = new TempFolder();
        string[] arguments = [.. Query, "--data", folder["data"]];
        Assert.Equal(0, (await Command.RunAsync(arguments)).ExitCode);
        var before = folder.Files.ToList();

        await IsRefusedAsync(arguments);
        await IsRefusedAsync([.. arguments, "--resume", "--seed", "2"]);

        Assert.Equal(before, folder.Files);
        Assert.Equal((0, ""), (await Command.RunAsync([.. arguments, "--resume"])) is var (exitCode, output, _) ? (exitCode, output) : default);
    }

    private static async Task<string> SavepointAsync(TempFolder folder)
    {
        var (exitCode, _, error) = await Command.RunAsync([.. Query, "--savepoint", folder["half"], "--stop-after", "500"]);
        Assert.True(exitCode == 0, error);
        return folder["half"];
    }

    private static async Task IsRefusedAsync(string[] arguments)
    {
        var (exitCode, output, error) = await Command.RunAsync(arguments);
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
