using FlowActors.Runtime.Planning;

namespace FlowActors.Runtime.Tests.Planning;

/// <summary>Two sinks of one job may not write the same.</summary>
public sealed class ExclusiveTargetTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flowactors-targets");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("file out.txt", "file out.txt", "out.txt")]
    [InlineData("file out.txt", "file a/../out.txt", "out.txt")]
    [InlineData("folder out", "folder out", "out")]
    [InlineData("folder out", "folder out/", "out")]
    [InlineData("file out", "folder out/", "out")]
    [InlineData("folder out", "file out/part-2", "out/part-2")]
    [InlineData("file out/summary.txt", "folder out", "out/summary.txt")]
    [InlineData("folder out", "folder out/deeper/still", "out/deeper/still")]
    public void The_same_path_is_refused_with_both_operators(string first, string second, string same)
    {
        var error = Assert.Throws<JobValidationException>(() => Validate(first, second));
        Assert.Contains($"[1] 'first' and [2] 'second' of job 'job' both write '{At(same)}'", error.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [Fact]
    public void A_path_through_a_linked_folder_is_the_same_path()
    {
        var real = _folder.CreateSubdirectory("real");
        Directory.CreateSymbolicLink(At("link"), real.FullName);
        var error = Assert.Throws<JobValidationException>(() => Validate("file real/out.txt", "file link/out.txt"));
        Assert.Contains("'first' and", error.Message, StringComparison.Ordinal);
        Assert.Contains($"both write '{At("real/out.txt")}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file out.txt", "file other.txt")]
    [InlineData("folder out", "folder out2")]
    [InlineData("file a/one.txt", "file a/two.txt")]
    [InlineData("folder a/out", "file a/out.txt")]
    public void Paths_of_their_own_are_taken(string first, string second) => Validate(first, second);

    [Fact]
    public void Sinks_that_name_no_target_do_not_get_in_each_others_way() => JobPlanner.Validate(JobPlanner.Plan(Programs.Build(env =>
    {
        var numbers = env.FromSequence(0, 9);
        numbers.Print();
        numbers.Print();
    })));

    private void Validate(string first, string second) =>
        JobPlanner.Validate(JobPlanner.Plan(Programs.Build(env =>
        {
            var numbers = env.FromSequence(0, 9);
            Write(numbers, first).WithName("first");
            Write(numbers, second).WithName("second");
        })));

    private StreamSink Write(DataStream<long> numbers, string target) => target.Split(' ') is ["file", var file]
        ? numbers.WriteAsTextFile(At(file))
        : numbers.WriteAsText(At(target["folder ".Length..]));

    private string At(string path) => Path.Combine(_folder.FullName, path);
}
