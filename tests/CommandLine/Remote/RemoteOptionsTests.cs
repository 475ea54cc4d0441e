using FlowActors.CommandLine.Remote;

namespace FlowActors.CommandLine.Tests.Remote;

/// <summary>The API key as the environment has it.</summary>
public sealed class RemoteOptionsTests
{
    [Fact]
    public void A_key_that_cannot_be_sent_is_told_by_its_variable_and_not_shown()
    {
        var failure = Assert.Throws<FormatException>(() => RemoteOptions.Checked("cl\u00e9-of-mine"));
        Assert.Contains("at place 3 of 11", failure.Message, StringComparison.Ordinal);
        Assert.Contains("FLOWACTORS_API_KEY", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("mine", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("it+/=", "it+/=")]
    public void Another_one_is_taken(string? key, string? expected) => Assert.Equal(expected, RemoteOptions.Checked(key));
}
