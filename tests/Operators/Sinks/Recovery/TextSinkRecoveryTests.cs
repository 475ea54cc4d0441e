using FlowActors.Sinks;
using FlowActors.Tests.Files;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sinks.Recovery;

/// <summary>An output that appears once, of jobs that stop, are killed, and go on.</summary>
public sealed class TextSinkRecoveryTests
{
    private const string Target = "/data/out";
    private readonly SimulatedFileSystem _files = new();
    private string _target = Target;

    [Fact]
    public void A_job_that_stops_with_a_savepoint_leaves_what_it_has_and_the_next_one_completes_it()
    {
        var stopped = File().Start().Write(0, 1, 2);
        var savepoint = stopped.Checkpoint().Completed!;
        stopped.Close();
        Assert.Equal("1\n2\n", _files.TextOf(Assert.Single(_files.AllFiles())));

        // Somebody else writes the same meanwhile, and knows nothing of it.
        File().Start().Write(0, 7).EndInput().Finish().Close();
        Assert.Equal(2, _files.AllFiles().Count);

        var next = File(savepoint).Start().Write(0, 3);
        next.Checkpoint();
        next.Write(0, 4).EndInput();
        Assert.Equal("7\n", _files.TextOf(Target));
        next.Finish().Close();
        Assert.Equal([Target], _files.AllFiles());
        Assert.Equal("1\n2\n3\n4\n", _files.TextOf(Target));
    }

    [Fact]
    public void Parts_of_subtasks_that_are_no_more_go_to_others_and_new_ones_have_none()
    {
        var job = Folder().Start(3);
        job.Write(0, 1).Write(1, 2).Write(2, 3).Checkpoint();
        job.Close().Start(2).Write(0, 4).Checkpoint();
        job.Close().Start(5).Write(4, 5).EndInput().Checkpoint();
        job.Finish().Close();
        Assert.Equal(Enumerable.Range(0, 5).Select(part => $"{Target}/part-{part}"), _files.AllFiles().Order());
        Assert.Equal(["1", "2", "3", "4", "5"], _files.AllFiles().SelectMany(path => _files.TextOf(path).Split('\n')).Where(l => l.Length > 0).Order());
    }

    [Fact]
    public void What_ended_before_the_checkpoint_is_taken_back_and_comes_once_at_another_parallelism()
    {
        var job = Folder().Start(2).Write(0, 1).Write(1, 2).EndInput(only: 1);
        job.Checkpoint();
        job.Close().Start(3).Write(0, 3).EndInput().Checkpoint();
        job.Finish().Close();
        Assert.Equal(["1", "2", "3"], _files.AllFiles().SelectMany(path => _files.TextOf(path).Split('\n')).Where(l => l.Length > 0).Order());
        Assert.Equal(3, _files.AllFiles().Count);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 0)]
    [InlineData(1, 2)]
    public void What_had_ended_as_a_whole_is_shown_though_its_end_does_not_come_again(int parallelism, int checkpoints)
    {
        var job = Folder().Start(2).Write(0, 1).Write(1, 2).EndInput();
        job.Checkpoint();
        for (; checkpoints > 0; checkpoints--) job.Close().Start(parallelism, hasEnded: true).Checkpoint();
        job.Close().Start(parallelism, hasEnded: true).Finish().Close();
        Assert.Equal([$"{Target}/part-0", $"{Target}/part-1"], _files.AllFiles().Order());
        Assert.Equal(["1\n", "2\n"], _files.AllFiles().Order().Select(path => _files.TextOf(path)));
    }

    [Fact]
    public void A_zombie_that_writes_on_changes_nothing()
    {
        var zombie = File().Start().Write(0, 1);
        var checkpoint = zombie.Checkpoint().Completed!;
        var job = new SinkJob<int>(() => CreateFile()) { Job = zombie.Job, Completed = checkpoint };
        job.Start().Write(0, 2).EndInput();
        zombie.Write(0, 98, 99).Barrier();
        job.Checkpoint();
        job.Finish().Close();
        Assert.Equal("1\n2\n", _files.TextOf(Target));
        Assert.Equal([Target], _files.AllFiles());
    }

    [Fact]
    public void A_part_that_is_missing_or_shorter_is_named()
    {
        var job = File().Start().Write(0, 1, 2);
        job.Checkpoint();
        var part = Assert.Single(_files.AllFiles());
        _files.File(part).Bytes.RemoveAt(0);
        Assert.Contains($"its part '{part}' has 3 bytes, and the snapshot says 4", Assert.ThrowsAny<IOException>(() => job.Start()).Message, StringComparison.Ordinal);
        _files.Delete(part);
        Assert.Contains($"its part '{part}', which the snapshot names, is not there", Assert.ThrowsAny<IOException>(() => job.Start()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Another_path_on_restore_is_refused(bool ended)
    {
        var job = File().Start().Write(0, 1);
        if (ended) job.EndInput();
        job.Checkpoint();
        _target = "/data/other";
        var e = Assert.Throws<InvalidOperationException>(() => job.Start());
        Assert.Contains("an output to '/data/out', and the job now writes to '/data/other'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_killed_run_without_checkpoints_left_goes_with_the_next_and_what_a_snapshot_may_name_stays()
    {
        File().Start().Write(0, 1);
        var live = File().Start().Write(0, 2);
        var named = File().Start().Write(0, 3);
        named.Checkpoint();
        Assert.Equal(3, _files.AllFiles().Count);
        _files.EndProcess();
        File().Start().Write(0, 4).EndInput().Finish().Close();
        Assert.Equal(2, _files.AllFiles().Count);
        Assert.NotNull(live);
    }

    [Fact]
    public void Another_output_of_the_job_in_the_same_folder_is_left_alone_though_its_attempts_are_fewer()
    {
        var first = File().Start().Write(0, 1);
        first.Checkpoint();
        _target = "/data/other";
        var second = new SinkJob<int>(CreateFile) { Job = first.Job };
        second.Start().Close().Start().Close().Start();
        _target = Target;
        first.EndInput().Finish().Close();
        Assert.Equal("1\n", _files.TextOf(Target));
    }

    [Fact]
    public void A_lock_tells_what_a_live_run_writes()
    {
        var live = File().Start().Write(0, 2);
        File().Start().Write(0, 4).EndInput().Finish().Close();
        Assert.Equal(2, _files.AllFiles().Count);
        live.EndInput().Finish().Close();
        Assert.Equal("2\n", _files.TextOf(Target));
    }

    [Fact]
    public void An_attempt_without_records_keeps_what_was_there()
    {
        var job = File().Start().Write(0, 1);
        job.Checkpoint();
        job.Close().Start().Checkpoint();
        job.Close().Start().EndInput().Checkpoint();
        job.Finish().Close();
        Assert.Equal("1\n", _files.TextOf(Target));
        Assert.Equal([Target], _files.AllFiles());
    }

    private SinkJob<int> File(SinkCheckpoint? from = null) => new(CreateFile) { Completed = from };

    private SinkJob<int> Folder() => new(() => new TextFolderSink<int>(_target, () => RowEncoder.Text<int>(), LineSinkNames.Text, _files));

    private TextFileSink<int> CreateFile() => new(_target, () => RowEncoder.Text<int>(), LineSinkNames.Text, _files);
}
