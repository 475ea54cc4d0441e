using System.CommandLine;
using System.Text.Json;
using FlowActors.Runtime.Checkpoints.Storage;

namespace FlowActors.CommandLine.Tests;

public sealed class CheckpointsCommandTests : IDisposable
{
    private static readonly JobId s_other = new(new string('f', 32));
    private readonly WrittenSnapshots _written = new();

    public void Dispose() => _written.Dispose();

    [Fact]
    public void The_snapshots_of_all_jobs_are_listed_by_job_and_number()
    {
        string[] folders = [_written.Checkpoint(9), _written.Checkpoint(10), _written.Checkpoint(3, s_other)];
        foreach (var folder in new[] { _written.Data, _written.Data + Path.DirectorySeparatorChar, _written.Checkpoints })
        {
            var lines = Run(0, "list", folder);
            Assert.Equal(["CHECKPOINT", "KIND", "TIME", "(UTC)", "JOB", "JOB", "ID", "BYTES", "WRITTEN", "FOLDER"], Words(lines[0]));
            Assert.Equal(["9", "Checkpoint", "2026-11-27", "10:30:09", "job", "01", WrittenSnapshots.Job.Value], Words(lines[1])[..7]);
            Assert.Equal(["3", "Checkpoint", "2026-11-27", "10:30:03", "job", "ff", s_other.Value], Words(lines[3])[..7]);
            Assert.Equal(folders, lines[1..].Select(line => Words(line)[^1]));
        }
    }

    [Fact]
    public void The_folder_of_a_job_of_a_checkpoint_and_of_a_savepoint_are_all_taken()
    {
        var checkpoint = _written.Checkpoint(4);
        _written.Checkpoint(5);
        var savepoint = _written.Savepoint("mine", 6);
        Assert.Equal(3, Run(0, "list", Path.GetDirectoryName(checkpoint)!).Length);
        Assert.Equal(["4", "Checkpoint"], Words(Run(0, "list", checkpoint)[1])[..2]);
        Assert.Equal(["6", "Savepoint"], Words(Run(0, "list", savepoint)[1])[..2]);
        Directory.Move(savepoint, savepoint + "-moved");
        Assert.Equal(["6", "Savepoint"], Words(Run(0, "list", savepoint + "-moved")[1])[..2]);
    }

    [Fact]
    public void What_is_in_a_checkpoint_is_shown()
    {
        var folder = _written.Checkpoint(7);
        var lines = Run(0, "show", folder);
        var size = Directory.GetFiles(folder, "*.state").Sum(file => new FileInfo(file).Length);
        Assert.Equal(
            [
                $"Checkpoint 7 of job 'job 01' ({WrittenSnapshots.Job}), unaligned",
                "  triggered  2026-11-27 10:30:07 UTC",
                $"  folder     {folder}",
                $"  size       {size:N0} bytes in 2 files, of which {size:N0} were written for it",
                "  vertex 'source': 1 subtask, 16 key groups, 3 bytes",
                "    operator 'Lines' uid 'src': no state",
                "    operator 'Split' uid 'flat': no state",
                $"  vertex 'counts': 2 subtasks, 1 finished, 16 key groups, {size - 3:N0} bytes",
                "    operator 'Count' uid 'count'",
                "      state 'counts' Value: 1,500 elements",
                "        key        System.String",
                "        value      int64",
                "      state 'recent' Map: 1 element",
                "        key        System.String",
                "        map key    System.Int32",
                "        value      string",
                "      state 'timers' Timers: 1 element",
                "        key        System.String",
                "        namespace  System.Int64",
                "        value      int64",
                "      state 'offsets' OperatorList: 2 elements",
                "        value      System.ValueTuple<System.Int32, System.Boolean> { Item1: int32, Item2: boolean }",
            ],
            lines);
    }

    [Fact]
    public void Files_of_databases_count_and_what_is_in_them_is_for_their_backend()
    {
        var (folder, file) = _written.Native(7);
        var size = Directory.GetFiles(folder, "*.state").Sum(path => new FileInfo(path).Length);
        var lines = Run(0, "show", folder, "--verify");
        Assert.Contains($"  size       {size + 4:N0} bytes in 2 files, of which {size:N0} were written for it", lines);
        Assert.Contains("  form       Native, of the state backend disk", lines);
        Assert.Contains("      state 'counts' Value: elements in databases, and 1,500 elements beside them", lines);
        Assert.Contains("      state 'offsets' OperatorList: 2 elements", lines);
        Assert.Equal([$"{size + 4:N0}", $"{size:N0}"], Words(Run(0, "list", folder)[1])[7..9]);

        File.WriteAllBytes(file, [1, 2, 3, 5]);
        Assert.Contains(file, string.Join('\n', Invoke("show", folder, "--verify").Error), StringComparison.Ordinal);
        Run(0, "show", folder);
        File.Delete(file);
        Assert.Contains(file, string.Join('\n', Invoke("show", folder).Error), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_are_shown_one_after_the_other()
    {
        _written.Checkpoint(1);
        _written.Checkpoint(2, scope: StateFileScope.Shared);
        var lines = Run(0, "show", _written.Data);
        Assert.Equal(2, lines.Count(line => line.StartsWith("Checkpoint ", StringComparison.Ordinal)));
        Assert.Equal(2, lines.Count(line => line.Contains("'counts' Value: 1,500 elements", StringComparison.Ordinal)));
    }

    [Fact]
    public void Json_says_the_same_to_programs()
    {
        var folder = _written.Savepoint("mine", 8);
        using var json = JsonDocument.Parse(string.Join('\n', Run(0, "show", folder, "--json")));
        var snapshot = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal("Savepoint", snapshot.GetProperty("kind").GetString());
        Assert.Equal(folder, snapshot.GetProperty("folder").GetString());
        Assert.True(snapshot.GetProperty("drained").GetBoolean());
        Assert.Equal(new DateTime(2026, 11, 27, 10, 30, 8, DateTimeKind.Utc), snapshot.GetProperty("triggeredAt").GetDateTime());
        var state = snapshot.GetProperty("vertices")[1].GetProperty("operators")[0].GetProperty("states")[0];
        Assert.Equal("counts", state.GetProperty("name").GetString());
        Assert.Equal(1_500, state.GetProperty("elements").GetInt64());
        Assert.Equal("System.String", state.GetProperty("key").GetString());
        Assert.Equal(JsonValueKind.Null, state.GetProperty("mapKey").ValueKind);
    }

    [Fact]
    public void What_is_not_there_is_named()
    {
        AssertFails("There is no folder", "list", Path.Join(_written.Folder, "none"));
        AssertFails("holds no complete checkpoint or savepoint", "show", _written.Folder);
        var folder = _written.Checkpoint(1);
        File.Delete(Path.Join(folder, "_metadata"));
        AssertFails(Path.Join(folder, "_metadata"), "list", folder);
        AssertFails("holds no complete checkpoint or savepoint", "list", _written.Data);
    }

    [Fact]
    public void A_checkpoint_under_way_is_no_checkpoint_yet()
    {
        _written.Checkpoint(1);
        Directory.CreateDirectory(_written.Storage().Checkpoint(2).Folder);
        Assert.Equal(2, Run(0, "list", _written.Data).Length);
    }

    [Fact]
    public void Damaged_metadata_is_named_and_the_others_are_listed()
    {
        var path = Path.Join(_written.Checkpoint(1), "_metadata");
        _written.Checkpoint(2);
        var bytes = File.ReadAllBytes(path);
        foreach (var damaged in new[] { bytes[..^1], bytes[..10], [], Changed(bytes, bytes.Length / 2) })
        {
            File.WriteAllBytes(path, damaged);
            var (exitCode, output, error) = Invoke("list", _written.Data);
            Assert.Equal(1, exitCode);
            Assert.Contains(path, Assert.Single(error), StringComparison.Ordinal);
            Assert.Equal(["2", "Checkpoint"], Words(output[1])[..2]);
        }
    }

    [Fact]
    public void Missing_cut_and_changed_files_are_named()
    {
        var folder = _written.Checkpoint(1);
        foreach (var path in Directory.GetFiles(folder, "*.state"))
        {
            var bytes = File.ReadAllBytes(path);
            File.WriteAllBytes(path, bytes[..^1]);
            AssertFails(path, "show", folder);
            File.WriteAllBytes(path, Changed(bytes, 1));
            AssertFails(path, "show", folder, "--verify");
            File.WriteAllBytes(path, Changed(bytes, bytes.Length - 1));
            AssertFails(path, "show", folder, "--verify");
            File.Delete(path);
            AssertFails(path, "show", folder);
            File.WriteAllBytes(path, bytes);
            Run(0, "show", folder, "--verify");
        }
    }

    [Fact]
    public void A_damaged_directory_or_beginning_is_found_without_reading_all()
    {
        var folder = _written.Checkpoint(1);
        var path = Directory.GetFiles(folder, "*.state").MaxBy(file => new FileInfo(file).Length)!;
        var bytes = File.ReadAllBytes(path);
        foreach (var at in new[] { 0, 8, bytes.Length - 1, bytes.Length - 40 })
        {
            File.WriteAllBytes(path, Changed(bytes, at));
            AssertFails(path, "show", folder);
        }
    }

    [Fact]
    public async Task Reading_all_can_be_cancelled()
    {
        var folder = _written.Checkpoint(1);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var configuration = new InvocationConfiguration { Output = TextWriter.Null, Error = TextWriter.Null, EnableDefaultExceptionHandler = false };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Root().Parse(["checkpoints", "show", folder, "--verify"]).InvokeAsync(configuration, cancelled.Token));
        Assert.Equal(0, await Root().Parse(["checkpoints", "show", folder, "--verify"]).InvokeAsync(configuration, CancellationToken.None));
    }

    [Fact]
    public void The_folder_must_be_given() => Assert.NotEmpty(Root().Parse("checkpoints list").Errors);

    private static byte[] Changed(byte[] bytes, int at)
    {
        byte[] changed = [.. bytes];
        changed[at] ^= 0x20;
        return changed;
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static void AssertFails(string part, params string[] arguments)
    {
        var (exitCode, output, error) = Invoke(arguments);
        Assert.Equal(1, exitCode);
        Assert.Empty(output);
        Assert.Contains(part, Assert.Single(error), StringComparison.Ordinal);
    }

    private static string[] Run(int exitCode, params string[] arguments)
    {
        var (actual, output, error) = Invoke(arguments);
        Assert.Equal((exitCode, ""), (actual, string.Join('\n', error)));
        return output;
    }

    private static (int ExitCode, string[] Output, string[] Error) Invoke(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var configuration = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false };
        var exitCode = Root().Parse(["checkpoints", .. arguments]).Invoke(configuration);
        return (exitCode, Lines(output), Lines(error));
    }

    private static string[] Lines(StringWriter writer) => writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static RootCommand Root()
    {
        var root = new RootCommand();
        root.AddFlowActors();
        return root;
    }
}
