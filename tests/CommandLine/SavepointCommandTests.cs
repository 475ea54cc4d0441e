using System.CommandLine;
using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.CommandLine.Tests;

/// <summary>Jobs are compared with a savepoint that another build of them has left; a restore says the same.</summary>
public sealed class SavepointCommandTests(TakenSavepoint taken) : IClassFixture<TakenSavepoint>
{
    [Fact]
    public void The_code_that_wrote_it_matches()
    {
        var lines = Run(0, "written");
        Assert.StartsWith("Savepoint 1 of job 'written' (", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            [
                $"  folder  {taken.Folder}",
                "  job     written",
                "matched       operator 'Numbers' (uid 'numbers'), parallelism 2, max 128",
                "  matched       state 'splits'",
                "matched       operator 'Scores' (uid 'scores'), parallelism 2, max 128",
                "  matched       state 'score'",
                "  matched       state 'last'",
                "  matched       state '_timers/event-time'",
                "  matched       state '_timers/processing-time'",
                "matched       operator 'Discard' (uid 'discard'), parallelism 2, max 128, no state",
                "Job 'written' can be started from it.",
            ],
            lines[1..]);
    }

    [Fact]
    public void What_has_changed_and_can_be_read_is_shown()
    {
        var lines = Run(0, "evolved", "--arg", "parallelism=3");
        Assert.Contains("matched       operator 'Scores' (uid 'scores'), parallelism 2 -> 3, max 128", lines);
        Assert.Contains("  evolves       state 'score': Points was int32 and is int64; Team (string) is gone; Badge (string) is new", lines);
        Assert.Contains("  unused        state 'last'", lines);
        Assert.Contains("  new           state 'first'", lines);
        Assert.Equal("Job 'evolved' can be started from it.", lines[^1]);
    }

    [Fact]
    public void What_does_not_fit_is_named_with_what_to_do()
    {
        var lines = Run(1, "narrowed");
        Assert.Contains("incompatible  operator 'Scores' (uid 'scores'), parallelism 2, max 128", lines);
        Assert.Contains("  incompatible  state 'score': values: Points was int32 and is int16: what was written may not fit; keep int32, or a wider type", lines);
        Assert.StartsWith("Savepoint 1 of job 'written' does not fit the job's present code. State 'score' of operator 'Scores' (uid 'scores') cannot be restored: values: Points was", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void State_of_operators_that_are_gone_must_be_given_up_by_name()
    {
        var lines = Run(1, "renamed");
        Assert.Contains("new           operator 'Scores' (uid 'points'), parallelism 2, max 128", lines);
        Assert.Contains("  new           state 'score'", lines);
        Assert.Contains("dropped       operator 'Scores' (uid 'scores'), parallelism 2, max 128", lines);
        Assert.Contains("  dropped       state 'score'", lines);
        Assert.Contains("Operator 'Scores' (uid 'scores') has state in it, and no operator of the job has that uid. Give operators the uids", lines[^1], StringComparison.Ordinal);
        Assert.Equal("Job 'renamed' can be started from it.", Run(0, "renamed", "--allow-unmatched-state")[^1]);
    }

    [Fact]
    public void Another_max_parallelism_is_refused()
    {
        var lines = Run(1, "regrouped");
        Assert.Contains("incompatible  operator 'Scores' (uid 'scores'), parallelism 2, max 128 -> 64", lines);
        Assert.Contains("has max parallelism 64 and had 128, which keyed state keeps for ever", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void An_operator_with_state_and_without_uid_is_named()
    {
        var lines = Run(0, "extended");
        var warning = Assert.Single(lines, l => l.StartsWith("Warning: ", StringComparison.Ordinal));
        Assert.Equal("Warning: operator 'Extra' has state and no uid of its own: its state is lost when the program before it changes. Call WithUid.", warning);
    }

    [Fact]
    public void Code_that_throws_as_it_is_opened_is_named()
    {
        var lines = Run(1, "throwing");
        Assert.Equal("Operator 'Scores' (uid 'scores') did not say all of its states: it threw System.IO.IOException: no database", lines[^2]);
        Assert.Equal("Whether job 'throwing' can be started from it is not known.", lines[^1]);
    }

    [Theory]
    [InlineData("There is no job named 'other'; registered are: evolved, ", "--job", "other")]
    [InlineData("Job 'written' cannot be built: ", "--job", "written", "--arg", "parallelism=many")]
    [InlineData("Job 'failing' cannot be built with these arguments: System.InvalidOperationException: no such table", "--job", "failing")]
    public void What_is_wrong_with_the_job_is_said(string expected, params string[] arguments) => AssertFails(expected, [taken.Folder, .. arguments]);

    [Theory]
    [InlineData("Option '--job' is required.", "check", "DIR")]
    [InlineData("'parallelism' is no argument of a job: write --arg name=value.", "check", "DIR", "--job", "written", "--arg", "parallelism")]
    [InlineData("The argument 'a' is given twice.", "check", "DIR", "--job", "written", "--arg", "a=1", "--arg", "a=2")]
    public void Wrong_arguments_are_refused(string expected, params string[] arguments) =>
        Assert.Contains(Root().Parse(["savepoint", .. arguments]).Errors, e => e.Message == expected);

    [Fact]
    public void A_folder_without_a_savepoint_is_named()
    {
        AssertFails("There is no folder", Path.Join(taken.Folder, "none"), "--job", "written");
        using var written = new WrittenSnapshots();
        AssertFails("holds no complete checkpoint or savepoint", written.Folder, "--job", "written");
        written.Checkpoint(1);
        written.Checkpoint(2);
        AssertFails("holds 2 checkpoints and savepoints. Name one of them: ", written.Data, "--job", "written");
    }

    [Fact]
    public void Missing_cut_and_damaged_files_are_named()
    {
        var folder = Directory.CreateTempSubdirectory("flowactors-command-line-");
        foreach (var file in Directory.GetFiles(taken.Folder)) File.Copy(file, Path.Join(folder.FullName, Path.GetFileName(file)));
        foreach (var path in folder.GetFiles().Select(f => f.FullName))
        {
            var bytes = File.ReadAllBytes(path);
            File.WriteAllBytes(path, bytes[..^1]);
            AssertFails(path, folder.FullName, "--job", "written");
            foreach (var at in new[] { 0, bytes.Length / 2, bytes.Length - 1 })
            {
                File.WriteAllBytes(path, [.. bytes[..at], (byte)(bytes[at] ^ 0x20), .. bytes[(at + 1)..]]);
                AssertFails(path, folder.FullName, "--job", "written");
            }

            File.Delete(path);
            AssertFails(path.EndsWith("_metadata", StringComparison.Ordinal) ? "holds no complete checkpoint or savepoint" : path, folder.FullName, "--job", "written");
            File.WriteAllBytes(path, bytes);
        }

        Assert.Equal(0, Invoke(folder.FullName, "--job", "written").ExitCode);
        folder.Delete(recursive: true);
    }

    private string[] Run(int expected, string job, params string[] arguments)
    {
        var (exitCode, output, error) = Invoke([taken.Folder, "--job", job, .. arguments]);
        Assert.Equal((expected, ""), (exitCode, string.Join('\n', error)));
        return output;
    }

    private static void AssertFails(string part, params string[] arguments)
    {
        var (exitCode, output, error) = Invoke(arguments);
        Assert.Equal(1, exitCode);
        Assert.Empty(output);
        Assert.Contains(part, Assert.Single(error), StringComparison.Ordinal);
    }

    private static (int ExitCode, string[] Output, string[] Error) Invoke(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var configuration = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false };
        var exitCode = Root().Parse(["savepoint", "check", .. arguments]).Invoke(configuration);
        return (exitCode, Lines(output), Lines(error));
    }

    private static string[] Lines(StringWriter writer) => writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static RootCommand Root()
    {
        var root = new RootCommand();
        root.AddFlowActors(Versions.Register(new EmbeddedOptions()));
        return root;
    }
}
