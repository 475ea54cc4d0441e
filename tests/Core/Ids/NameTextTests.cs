namespace FlowActors.Core.Tests.Ids;

/// <summary>What names are made of.</summary>
public sealed class NameTextTests
{
    [Theory]
    [InlineData("bids by auction", null)]
    [InlineData("../../etc", null)]
    [InlineData("語 \U0001F600 \uFFFD", null)]
    [InlineData("", null)]
    [InlineData("a\nb", "it has the control character U+000A")]
    [InlineData("\u001b[2J", "it has the control character U+001B")]
    [InlineData("\u0085", "it has the control character U+0085")]
    [InlineData("\0", "it has the control character U+0000")]
    public void Names_have_no_control_characters(string name, string? fault) => Assert.Equal(fault, NameText.FaultOf(name));

    [Fact]
    public void Names_are_text()
    {
        foreach (var half in new[] { "\uD83D", "a\uDE00b", "\uDE00\uD83D" }) Assert.Equal("it is no text, but has half of a character", NameText.FaultOf(half));
    }

    [Fact]
    public void What_is_no_name_can_be_shown() => Assert.Equal("a\\u000ab\\u001b 語\uFFFD", NameText.Shown("a\nb\u001b 語\uD83D"));
}
