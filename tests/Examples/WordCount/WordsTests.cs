using System.Text.RegularExpressions;
using CsCheck;
using FlowActors.Examples.WordCount;

namespace FlowActors.Tests.Examples.WordCount;

public class WordsTests
{
    private static readonly string[] Parts =
        ["a", "Z", "7", "_", " ", "-", "'", "\n", "É", "ß", "Σ", "חן", "٣", "²", "\u0301", "—", "\U00010400", "\U0001D7D8", "\U0001F600", "\uD800"];

    private static readonly Gen<string> Texts = Gen.Int[0, Parts.Length - 1].Select(i => Parts[i]).Array[0, 30].Select(string.Concat);

    [Theory]
    [InlineData("Call me Ishmael.", "call me ishmael")]
    [InlineData("--never mind_how long--", "never mind_how long")]
    [InlineData("Don't", "don t")]
    [InlineData("ÉTÉ 1851 ΩMEGA", "été 1851 ωmega")]
    [InlineData("\U00010400x", "\U00010428x")]
    [InlineData(" ?! ", "")]
    [InlineData("", "")]
    public void Words_are_runs_of_letters_digits_and_underscores_in_lower_case(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', All(text)));

    [Fact]
    public void Words_are_found_as_a_regular_expression_finds_them() =>
        Seeded.Check(Texts, text => Assert.Equal(Expected(text), All(text)), 5_000);

    [Fact]
    public void The_shipped_text_has_the_words_that_coreutils_find()
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "WordCount", "moby-dick.txt"));

        var words = All(text);

        Assert.Equal(218_611, words.Count);
        Assert.Equal(14_431, words.Count(word => word == "the"));
        Assert.All(words, word => Assert.Matches("^[0-9a-z_]+$", word));
    }

    /// <summary>Regular expressions see UTF-16 code units, so letters beyond the first plane are named.</summary>
    private static IEnumerable<string> Expected(string text) =>
        Regex.Matches(text, @"([\p{L}\p{Nd}_]|\uD801\uDC00|\uD835\uDFD8)+").Select(match => match.Value.ToLowerInvariant());

    private static List<string> All(string text)
    {
        var found = new List<string>();
        var words = new Words(text);
        while (words.Next() is { } word) found.Add(word);
        return found;
    }
}
