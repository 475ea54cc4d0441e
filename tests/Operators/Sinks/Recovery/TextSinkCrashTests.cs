using FlowActors.Sinks;
using FlowActors.Tests.Files;

namespace FlowActors.Tests.Sinks.Recovery;

/// <summary>
/// The process or the machine stops at each call of a sink whose output appears once: it appears whole, with every record once, and nothing is
/// left beside it.
/// </summary>
public sealed class TextSinkCrashTests
{
    private const string Target = "/data/out";
    private const string Earlier = "an earlier result\n";

    [Fact]
    public void A_file_appears_whole_with_every_record_once() => new FileCrashes(
        files => new TextFileSink<int>(Target, () => RowEncoder.Text<int>(), LineSinkNames.Text, files),
        [1],
        files =>
        {
            Assert.Equal([Target], files.AllFiles());
            CrashingRun.AssertComplete(files.TextOf(Target).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        })
        {
            WhileUnfinished = files => Assert.All(
                files.AllFiles().Where(path => path == Target),
                path => CrashingRun.AssertComplete(files.TextOf(path).Split('\n', StringSplitOptions.RemoveEmptyEntries))),
        }.Run(3);

    [Theory]
    [InlineData(2, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 2)]
    public void A_folder_appears_with_every_record_once(int before, int after) => new FileCrashes(
        files => new TextFolderSink<int>(Target, () => RowEncoder.Text<int>(), LineSinkNames.Text, files),
        [before, after, before],
        files =>
        {
            Assert.All(files.AllFiles(), path => Assert.StartsWith(Target + "/part-", path, StringComparison.Ordinal));
            CrashingRun.AssertComplete(files.AllFiles().SelectMany(path => files.TextOf(path).Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        }).Run(2);
}
