using FlowActors.Sinks;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sinks;

/// <summary>When files end, what they are called, and where they lie, in real folders.</summary>
public sealed class FileSinkTests : IDisposable
{
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_ends_with_the_record_that_makes_it_large_enough()
    {
        var job = new SinkJob<string>(() => Sink(new RollingPolicy { PartBytesMax = 4 })).Start();
        job.Write(0, "a", "b", "c", "d", "e").Checkpoint();
        Assert.Equal(["a\nb\n", "c\nd\n"], Visible());
        job.EndInput().Finish();
        Assert.Equal(["a\nb\n", "c\nd\n", "e\n"], Visible());
    }

    [Fact]
    public void A_file_ends_when_it_is_old_enough_though_records_come()
    {
        var job = new SinkJob<string>(() => Sink(new RollingPolicy { RolloverInterval = TimeSpan.FromSeconds(10), InactivityInterval = Never })).Start();
        for (var second = 0; second < 10; second++)
        {
            job.Write(0, "a");
            Pass(job, 1);
        }

        job.Write(0, "b").Checkpoint();
        Assert.Equal([string.Concat(Enumerable.Repeat("a\n", 10))], Visible());
        job.Close();
    }

    [Fact]
    public void A_file_ends_when_no_record_came_for_long_enough()
    {
        var job = new SinkJob<string>(() => Sink(new RollingPolicy { RolloverInterval = Never, InactivityInterval = TimeSpan.FromSeconds(10) })).Start();
        for (var second = 0; second < 60; second++)
        {
            job.Write(0, "a");
            Pass(job, 1);
        }

        job.Checkpoint();
        Assert.Empty(Visible());
        Pass(job, 10);
        Pass(job, 10);
        job.Checkpoint();
        Assert.Single(Visible());
        job.Close();
    }

    [Fact]
    public void Files_that_end_at_checkpoints_end_at_each_and_a_checkpoint_without_records_has_none()
    {
        var job = new SinkJob<string>(() => Sink(RollingPolicy.OnEveryCheckpoint)).Start();
        job.Write(0, "a").Checkpoint();
        job.Checkpoint();
        job.Write(0, "b").Checkpoint();
        Assert.Equal(["a\n", "b\n"], Visible());
        job.Close();
    }

    [Fact]
    public void Without_checkpoints_files_appear_with_the_end_of_the_job()
    {
        var job = new SinkJob<string>(() => Sink(RollingPolicy.Default)).Start(2);
        job.Write(0, "a").Write(1, "b").EndInput();
        Assert.Empty(Visible());
        job.Finish().Close();
        Assert.Equal(["a\n", "b\n"], Visible());
        Assert.Equal(2, _folder.Entries.Count);
    }

    [Fact]
    public void A_job_that_fails_leaves_nothing()
    {
        new SinkJob<string>(() => Sink(RollingPolicy.Default)).Start().Write(0, "a").EndInput().Close();
        Assert.Empty(_folder.Entries);
    }

    [Fact]
    public void Names_have_prefix_subtask_number_and_suffix()
    {
        var job = new SinkJob<string>(() => Sink(new RollingPolicy { PartBytesMax = 1 }).WithFileNames("rows", ".txt")).Start();
        job.Write(0, "a", "b").EndInput().Finish().Close();
        Assert.Collection(
            _folder.Entries,
            name => Assert.Matches("^rows-0-[0-9a-f]{16}-0\\.txt$", name),
            name => Assert.Matches("^rows-0-[0-9a-f]{16}-1\\.txt$", name));
    }

    [Fact]
    public void Buckets_are_folders_by_event_time()
    {
        var job = new SinkJob<string>(() => Sink(RollingPolicy.Default).WithBuckets(BucketAssigner.ByEventTime<string>("yyyy/MM-dd--HH"))).Start();
        job.WriteAt(0, "a", Ms(2024, 2, 29, 13));
        job.WriteAt(0, "b", Ms(2024, 2, 29, 14) - 1);
        job.WriteAt(0, "c", Ms(2024, 2, 29, 14));
        job.WriteAt(0, "d", Ms(1969, 12, 31, 23));
        job.EndInput().Finish().Close();
        Assert.Equal(
            ["1969/12-31--23: d\n", "2024/02-29--13: a\nb\n", "2024/02-29--14: c\n"],
            _folder.Entries.Where(e => File.Exists(_folder[e])).Select(e => $"{Path.GetDirectoryName(e)}: {File.ReadAllText(_folder[e])}"));
        var e = Assert.Throws<InvalidOperationException>(() => new SinkJob<string>(
            () => Sink(RollingPolicy.Default).WithBuckets(BucketAssigner.ByEventTime<string>())).Start().Write(0, "none"));
        Assert.Contains("assign timestamps before the sink", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yyyy-MM-dd", 86_400_000)]
    [InlineData("yyyy-MM-dd--HH", 3_600_000)]
    [InlineData("HH:mm", 60_000)]
    [InlineData("'mm' HH", 3_600_000)]
    [InlineData("yyyyMMddHHmmss", 1_000)]
    [InlineData("o", 1)]
    public void The_name_of_a_time_changes_with_its_format(string format, long unit)
    {
        var buckets = BucketAssigner.ByEventTime<int>(format);
        foreach (var time in new[] { 0L, 12_345_678, 86_399_999, -1 })
        {
            foreach (var at in new[] { time, time + unit, time + unit + 1, time })
            {
                var expected = DateTimeOffset.FromUnixTimeMilliseconds(at).UtcDateTime.ToString(format, System.Globalization.CultureInfo.InvariantCulture);
                Assert.Equal(expected, buckets.BucketOf(0, at, TimeProvider.System));
            }
        }
    }

    [Fact]
    public void Buckets_are_folders_by_processing_time_or_by_a_field()
    {
        var job = new SinkJob<string>(() => Sink(RollingPolicy.Default).WithBuckets(BucketAssigner.ByProcessingTime<string>("HH"))).Start();
        var hour = job.Clock.GetUtcNow().UtcDateTime.Hour;
        job.Write(0, "a").EndInput().Finish().Close();
        Assert.Equal($"{hour:00}", _folder.Entries[0]);
        job = new SinkJob<string>(() => Sink(RollingPolicy.Default).WithBuckets(BucketAssigner.By<string>(text => $"of/{text[0]}"))).Start();
        job.Write(0, "x1", "y1", "x2").EndInput().Finish().Close();
        Assert.Equal("x1\nx2\n", File.ReadAllText(Directory.GetFiles(_folder["of/x"]).Single()));
    }

    [Theory]
    [InlineData("../up")]
    [InlineData("a//b")]
    [InlineData("/root")]
    [InlineData(".hidden")]
    [InlineData("a/..")]
    public void A_folder_that_leads_elsewhere_fails_with_its_name(string bucket)
    {
        var job = new SinkJob<string>(() => Sink(RollingPolicy.Default).WithBuckets(BucketAssigner.By<string>(text => text))).Start();
        var e = Assert.Throws<InvalidOperationException>(() => job.Write(0, bucket));
        Assert.Contains($"'{bucket}'", e.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Entries);
    }

    [Fact]
    public void Rows_are_lines_of_json_or_what_an_encoder_makes()
    {
        var path = _folder["json"];
        new SinkJob<(int, string)>(() => FileSink.JsonLines<(int, string)>(path)).Start().Write(0, (1, "a"), (2, "b")).EndInput().Finish().Close();
        Assert.Equal("{\"Item1\":1,\"Item2\":\"a\"}\n{\"Item1\":2,\"Item2\":\"b\"}\n", File.ReadAllText(Directory.GetFiles(path).Single()));
        path = _folder["bytes"];
        new SinkJob<byte>(() => FileSink.ForRowFormat(path, () => new OneByte())).Start().Write(0, 1, 2).EndInput().Finish().Close();
        Assert.Equal([1, 2], File.ReadAllBytes(Directory.GetFiles(path).Single()));
    }

    [Fact]
    public void What_cannot_be_written_is_refused_when_the_job_is_submitted()
    {
        var file = _folder.Write("file", "");
        Refused(FileSink.Text<string>(file), "it is a file, and a file sink writes into a folder");
        Refused(FileSink.Text<string>(" "), "empty path");
        Refused(Sink(RollingPolicy.Default).WithFileNames(""), "its file names begin with ''");
        Refused(Sink(RollingPolicy.Default).WithFileNames(".a"), "a beginning that is no dot");
        Refused(Sink(RollingPolicy.Default).WithFileNames("a/b"), "the prefix 'a/b' of its file names leads to other folders");
        Refused(Sink(RollingPolicy.Default).WithFileNames("a", "/b"), "the suffix '/b'");
        Refused(Sink(RollingPolicy.Default).WithFileNames(new string('x', 150)), "nothing can be written into");
        Refused(Sink(new RollingPolicy { PartBytesMax = 0 }), "PartBytesMax is 0");
        Refused(Sink(new RollingPolicy { RolloverInterval = TimeSpan.Zero }), "RolloverInterval is 00:00:00");
        Refused(Sink(new RollingPolicy { InactivityInterval = TimeSpan.FromSeconds(-1) }), "InactivityInterval is -00:00:01");
        _folder.Write("with/others", "");
        FileSink.Text<string>(_folder["with"]).Validate(1);
        FileSink.Text<string>(_folder["new/deeper"]).Validate(1);
        Assert.Equal(["file", "with", "with/others"], _folder.Entries);
    }

    private FileSink<string> Sink(RollingPolicy policy) => FileSink.Text<string>(_folder.Path).WithRolling(policy);

    private static void Refused<T>(FileSink<T> sink, string why) =>
        Assert.Contains(why, Assert.Throws<JobValidationException>(() => sink.Validate(1)).Message, StringComparison.Ordinal);

    private static void Pass(SinkJob<string> job, int seconds)
    {
        job.Clock.Advance(TimeSpan.FromSeconds(seconds));
        job.Work();
    }

    private static long Ms(int year, int month, int day, int hour) => new DateTimeOffset(year, month, day, hour, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private IEnumerable<string> Visible() => Directory.GetFiles(_folder.Path, "part-*").Select(File.ReadAllText).Order(StringComparer.Ordinal);

    private sealed class OneByte : RowEncoder<byte>
    {
        public override void Encode(byte value, System.Buffers.IBufferWriter<byte> output)
        {
            output.GetSpan(1)[0] = value;
            output.Advance(1);
        }
    }
}
