using FlowActors.Sinks;
using FlowActors.Tests.Files;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sinks.Recovery;

/// <summary>What a file sink takes for its own after a restart, and what it refuses.</summary>
public sealed class FileSinkRecoveryTests
{
    private const string Folder = "/data/out";
    private readonly SimulatedFileSystem _files = new();
    private readonly SinkJob<int> _job;
    private string _folder = Folder;

    public FileSinkRecoveryTests() => _job = new SinkJob<int>(Create);

    [Fact]
    public void A_file_goes_from_in_progress_over_pending_to_its_name()
    {
        _job.Start().Write(0, 1, 2);
        Assert.StartsWith(".part-0-", Path.GetFileName(Assert.Single(_files.AllFiles())), StringComparison.Ordinal);
        var first = _job.Barrier();
        _job.Write(0, 3).Complete(first);
        Assert.Empty(Visible());
        _job.EndInput();
        var last = _job.Barrier();
        Assert.Empty(Visible());
        _job.Complete(last);
        Assert.Equal(["1\n2\n3\n"], Visible());
        Assert.Single(_files.AllFiles());
    }

    [Fact]
    public void What_was_written_behind_the_checkpoint_does_not_come_back_and_a_zombie_that_writes_on_changes_nothing()
    {
        _job.Start().Write(0, 1, 2).Checkpoint();
        _job.Write(0, 98).Barrier();
        var zombie = _job.Contexts;
        _job.Start().Write(0, 3).Checkpoint();
        Assert.Equal(["1\n2\n"], Visible());
        Assert.NotSame(zombie, _job.Contexts);
        _job.EndInput().Checkpoint();
        Assert.Equal(["1\n2\n", "3\n"], Visible());
        Assert.Equal(2, _files.AllFiles().Count);
    }

    [Fact]
    public void A_zombie_attempt_that_goes_on_writing_and_committing_shows_nothing_of_its_own()
    {
        _job.Start().Write(0, 1);
        var checkpoint = _job.Checkpoint().Completed!;
        var later = new SinkJob<int>(Create) { Job = _job.Job, Completed = checkpoint };
        later.Start().Close();
        later.Start().Write(0, 2);
        var ended = later.EndInput().Barrier();

        // It is at the place in its file that the checkpoint names, and its barrier never completes.
        _job.Write(0, 97, 98, 99).EndInput().Barrier();
        later.Complete(ended);
        Assert.Equal(["1\n", "2\n"], Visible());
    }

    [Fact]
    public void The_commit_that_was_restored_is_done_once_more_and_nothing_comes_of_it()
    {
        _job.Start().Write(0, 1).EndInput().Checkpoint();
        Assert.Equal(["1\n"], Visible());
        _job.Start();
        Assert.Equal(1, _job.Contexts[0].Metrics.Counter("committablesAlreadyCommitted").Value);
        Assert.Equal(["1\n"], Visible());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_part_that_is_missing_is_named(bool atCommit)
    {
        _job.Start().Write(0, 1);
        if (atCommit) _job.EndInput();
        _job.Completed = _job.Barrier();
        var part = Assert.Single(_files.AllFiles());
        _files.Delete(part);
        var e = Assert.ThrowsAny<IOException>(() => _job.Start());
        Assert.Contains($"its part '{part}', which the snapshot names, is not there", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_that_became_shorter_is_named()
    {
        _job.Start().Write(0, 1, 2).Checkpoint();
        var part = Assert.Single(_files.AllFiles());
        _files.File(part).Bytes.RemoveAt(0);
        var e = Assert.ThrowsAny<IOException>(() => _job.Start());
        Assert.Contains($"its part '{part}' has 3 bytes, and the snapshot says 4", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Another_folder_on_restore_is_refused(bool atCommit)
    {
        _job.Start().Write(0, 1);
        if (atCommit) _job.EndInput();
        _job.Completed = _job.Barrier();
        _folder = "/data/other";
        var e = Assert.Throws<InvalidOperationException>(() => _job.Start());
        Assert.Contains("an output to '/data/out', and the job now writes to '/data/other'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_no_snapshot_of_the_own_job_names_is_removed()
    {
        var other = new SinkJob<int>(Create).Start().Write(0, 7);
        other.Barrier();
        _files.Put("/data/out/.hidden", 1);
        _files.Put("/data/out/result", 1);
        var kept = _files.AllFiles();
        _job.Start(2).Write(0, 1).Write(1, 2);
        var checkpoint = _job.Checkpoint();
        var named = _files.AllFiles();
        _job.Write(0, 3).EndInput().Barrier();
        _job.Write(1, 4);
        Assert.True(_files.AllFiles().Count > named.Count);

        // As the next process finds it: the last complete one names the first files only.
        _job.Start(1);
        Assert.Equal(named.Order(), _files.AllFiles().Order());
        _job.Checkpoint();
        Assert.Equal(kept.Order(), _files.AllFiles().Where(path => !Path.GetFileName(path).StartsWith("part-", StringComparison.Ordinal)).Order());
        Assert.Equal(["1\n", "2\n"], Visible());
        Assert.NotNull(checkpoint);
    }

    [Fact]
    public void An_attempt_that_ends_removes_what_it_began_behind_its_last_barrier_and_nothing_else()
    {
        _job.Start().Write(0, 1).Barrier();
        var named = _files.AllFiles();
        _job.EndInput().Close();
        Assert.Equal(named, _files.AllFiles());
        new SinkJob<int>(Create).Start().Write(0, 2).Close();
        Assert.Equal(named, _files.AllFiles());
    }

    [Fact]
    public void A_job_that_is_restored_from_anothers_savepoint_shows_what_that_had_written()
    {
        _job.Start(2).Write(0, 1).Write(1, 2);
        var savepoint = _job.Checkpoint().Completed!;
        _job.Close();
        var next = new SinkJob<int>(Create) { Completed = savepoint }.Start(3).Write(2, 3).EndInput();
        next.Checkpoint();
        Assert.Equal(["1\n", "2\n", "3\n"], Visible());
        Assert.Equal(3, _files.AllFiles().Count);
    }

    private RollingSink<int> Create() => new(new FileSinkPlan<int>(_folder, () => RowEncoder.Text<int>(), []) { Files = _files });

    private IEnumerable<string> Visible() => _files.AllFiles()
        .Where(path => Path.GetFileName(path).StartsWith("part-", StringComparison.Ordinal)).Select(_files.TextOf).Order(StringComparer.Ordinal);
}
