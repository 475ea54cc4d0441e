using FlowActors.Examples.CommandLine;

namespace FlowActors.Tests.Examples.CommandLine;

public class FailureTextTests
{
    [Fact]
    public void A_function_that_threw_is_told_with_job_and_operator_and_where_to_learn_more() => Assert.Equal(
        "Job 'job' failed in operator 'map', subtask 2 (attempt 1): System.FormatException: of two lines. Run again with --verbose to see where it was thrown.",
        Of(new FormatException("of two\nlines")));

    [Fact]
    public void A_file_that_could_not_be_read_says_itself_what_to_do() => Assert.Equal(
        "Job 'job' failed in operator 'map', subtask 2 (attempt 1): System.IO.IOException: Mend it.", Of(new IOException("Mend it.")));

    /// <summary>Only texts come from an attempt after which the job goes on.</summary>
    [Theory]
    [InlineData("FlowActors.Runtime.Subtasks.State.StateOpeningException", "\n ---> FlowActors.State.Folders.LocalFoldersException: Mend it.", true)]
    [InlineData("FlowActors.Runtime.Subtasks.State.StateOpeningException", "\n ---> FlowActors.State.RocksDb.Interop.RocksLibraryException: Mend it.", true)]
    [InlineData("FlowActors.Runtime.Subtasks.State.StateOpeningException", "\n ---> System.FormatException: Mend it.\n ---> System.IO.IOException: Full.", false)]
    [InlineData("FlowActors.State.RocksDb.Interop.RocksException", "", true)]
    [InlineData("FlowActors.JobValidationException", "", true)]
    [InlineData("FlowActors.NotRestored", "", true)]
    [InlineData("System.IO.DirectoryNotFoundException", "", true)]
    [InlineData("System.FormatException", "\n ---> System.IO.IOException: Full.", false)]
    [InlineData("Unheard.OfException", "", false)]
    public void What_is_told_in_full_by_a_text_needs_no_look_at_where_it_was_thrown(string type, string causes, bool isTold)
    {
        var failed = new JobFailedException(
            JobId.Create(), "job", new JobFailure(1, null, null, $"{type}: Mend it.", $"{type}: Mend it.{causes}", DateTimeOffset.UnixEpoch), innerException: null);
        Assert.Equal(!isTold, FailureText.Of(failed).Contains("--verbose", StringComparison.Ordinal));
    }

    [Fact]
    public void A_setting_that_an_option_sets_is_told_with_it() => Assert.Equal(
        "flowactors.state.memory (--state-memory) is too small: set flowactors.state.memory.",
        FailureText.Of(new JobValidationException("flowactors.state.memory is too small: set flowactors.state.memory.")));

    private static string Of(Exception cause) => FailureText.Of(new JobFailedException(
        JobId.Create(), "job", new JobFailure(1, "map", 2, $"{cause.GetType()}: {cause.Message}", "", DateTimeOffset.UnixEpoch), cause));
}
