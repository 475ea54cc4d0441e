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

    private static string Of(Exception cause) => FailureText.Of(new JobFailedException(
        JobId.Create(), "job", new JobFailure(1, "map", 2, $"{cause.GetType()}: {cause.Message}", "", DateTimeOffset.UnixEpoch), cause));
}
