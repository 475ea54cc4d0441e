using FlowActors.Files;
using FlowActors.Paths;
using FlowActors.Sinks;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sinks;

/// <summary>Renames that were done before, or whose process died at any step.</summary>
public sealed class TextCommitterTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_that_has_its_name_is_committed_already()
    {
        _folder.Write(".pending", "new\n");
        _folder.Write("out/part-0", "old result\n");
        Assert.Equal(CommitOutcome.Committed, (await CommitAsync(4)).Outcome);
        Assert.Equal(CommitOutcome.AlreadyCommitted, (await CommitAsync(4)).Outcome);
        Assert.Equal("new\n", File.ReadAllText(_folder["out/part-0"]));
    }

    [Fact]
    public async Task What_an_earlier_result_had_more_of_goes_also_when_the_process_died_right_after_the_rename()
    {
        _folder.Write("out/part-0", "new\n");
        _folder.Write("out/part-1", "of the same run\n");
        _folder.Write("out/part-2", "old\n");
        Assert.Equal(CommitOutcome.AlreadyCommitted, (await CommitAsync(4, parts: 2)).Outcome);
        Assert.Equal(["out", "out/part-0", "out/part-1"], _folder.Entries);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_is_gone_fails_with_its_path_and_another_result_does_not_pass_for_it(bool hasOther)
    {
        if (hasOther) _folder.Write("out/part-0", "another result\n");
        var request = await CommitAsync(4);
        Assert.Equal(CommitOutcome.Failed, request.Outcome);
        Assert.Contains(_folder["out/part-0"], Assert.IsAssignableFrom<IOException>(request.Reason).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_result_of_the_same_length_does_not_pass_for_a_file_that_is_gone()
    {
        _folder.Write("out/part-0", "old\n");
        var request = await CommitAsync(4, number: NumberOf("out/part-0") + 1);
        Assert.Equal(CommitOutcome.Failed, request.Outcome);
        Assert.Equal("old\n", File.ReadAllText(_folder["out/part-0"]));
    }

    [Fact]
    public async Task A_target_that_became_a_folder_fails_and_leaves_the_file_for_another_try()
    {
        _folder.Write(".pending", "new\n");
        Directory.CreateDirectory(_folder["out/part-0"]);
        Assert.Equal(CommitOutcome.Failed, (await CommitAsync(4)).Outcome);
        Directory.Delete(_folder["out/part-0"]);
        Assert.Equal(CommitOutcome.Committed, (await CommitAsync(4)).Outcome);
    }

    private async Task<CommitRequest<PendingText>> CommitAsync(long bytes, int parts = 1, ulong? number = null)
    {
        number ??= File.Exists(_folder[".pending"]) ? NumberOf(".pending") : File.Exists(_folder["out/part-0"]) ? NumberOf("out/part-0") : 0;
        var output = new PendingText(
            _folder["out"], _folder["out/part-0"], [new TextPart(".pending", bytes)], number.Value, IsWhole: true, Subtask: 0, parts, IsInFolder: true);
        var request = new CommitRequest<PendingText>(output, 0);
        await new TextCommitter(new LocalFileSystem()).CommitAsync([request], CancellationToken.None);
        return request;
    }

    private ulong NumberOf(string name) => PathStatus.Of(_folder[name]).Identity.Number;
}
