using FlowActors.Runtime.Planning;

namespace FlowActors.Runtime.Tests.Planning;

/// <summary>Two sinks of one job may not write the same.</summary>
public sealed class ExclusiveTargetTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flowactors-targets");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("out.txt", 1, "out.txt", 1, "out.txt")]
    [InlineData("out.txt", 1, "a/../out.txt", 1, "out.txt")]
    [InlineData("out", 3, "out", 2, "out")]
    [InlineData("out", 1, "out/", 2, "out")]
    [InlineData("out", 3, "out/part-2", 1, "out/part-2")]
    public void The_same_path_is_refused_with_both_operators(string first, int firstParallelism, string second, int secondParallelism, string same)
    {
        var error = Assert.Throws<JobValidationException>(() => Validate(first, firstParallelism, second, secondParallelism));
        Assert.Contains($"[1] 'first' and [2] 'second' of job 'job' both write '{At(same)}'", error.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [Fact]
    public void A_path_through_a_linked_folder_is_the_same_path()
    {
        var real = _folder.CreateSubdirectory("real");
        Directory.CreateSymbolicLink(At("link"), real.FullName);
        var error = Assert.Throws<JobValidationException>(() => Validate("real/out.txt", 1, "link/out.txt", 1));
        Assert.Contains("'first' and", error.Message, StringComparison.Ordinal);
        Assert.Contains($"both write '{At("real/out.txt")}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("out.txt", 1, "other.txt", 1)]
    [InlineData("out", 3, "out2", 3)]
    [InlineData("out", 2, "out/part-2", 1)]
    public void Paths_of_their_own_are_taken(string first, int firstParallelism, string second, int secondParallelism) =>
        Validate(first, firstParallelism, second, secondParallelism);

    [Fact]
    public void Sinks_that_name_no_target_do_not_get_in_each_others_way() => JobPlanner.Validate(JobPlanner.Plan(Programs.Build(env =>
    {
        var numbers = env.FromSequence(0, 9);
        numbers.Print();
        numbers.Print();
    })));

    private void Validate(string first, int firstParallelism, string second, int secondParallelism) =>
        JobPlanner.Validate(JobPlanner.Plan(Programs.Build(env =>
        {
            var numbers = env.FromSequence(0, 9);
            numbers.WriteAsText(At(first)).WithName("first").WithParallelism(firstParallelism);
            numbers.WriteAsText(At(second)).WithName("second").WithParallelism(secondParallelism);
        })));

    private string At(string path) => Path.Combine(_folder.FullName, path);
}
