using FlowActors.Sinks;
using FlowActors.Tests.Files;

namespace FlowActors.Tests.Sinks.Recovery;

/// <summary>
/// The process or the machine stops at each call of a file sink: no record is lost and none doubled, what is visible is whole, and nothing is
/// left behind.
/// </summary>
public sealed class FileSinkCrashTests
{
    private const string Folder = "/data/out";

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 1)]
    public void No_record_is_lost_or_doubled(int before, int after) =>
        new FileCrashes(files => Sink(files, new RollingPolicy { PartBytesMax = 9 }), [before, after, before], AssertExactlyOnce).Run(2);

    [Fact]
    public void Nor_with_files_that_end_at_checkpoints() =>
        new FileCrashes(files => Sink(files, RollingPolicy.OnEveryCheckpoint), [2, 3, 2], AssertExactlyOnce).Run(2);

    [Theory]
    [InlineData(FileCall.Flush)]
    [InlineData(FileCall.FlushFolder)]
    public void A_disk_that_does_not_flush_is_found(object ignored) => Assert.ThrowsAny<Exception>(
        () => new FileCrashes(files => Sink(files, RollingPolicy.Default), [2], AssertExactlyOnce) { Ignored = (FileCall)ignored }.Run(10));

    private static RollingSink<int> Sink(SimulatedFileSystem files, RollingPolicy policy) => new(
        new FileSinkPlan<int>(Folder, () => RowEncoder.Text<int>(), [])
        {
            Files = files, Rolling = policy, Buckets = BucketAssigner.By<int>(record => record % 5 == 0 ? "" : $"of/{record % 2}"),
        });

    private static void AssertExactlyOnce(SimulatedFileSystem files)
    {
        var paths = files.AllFiles();
        Assert.DoesNotContain(paths, path => Path.GetFileName(path).StartsWith('.'));
        CrashingRun.AssertComplete(paths.SelectMany(path => files.TextOf(path).Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.All(paths, path => Assert.EndsWith("\n", files.TextOf(path), StringComparison.Ordinal));
    }
}
