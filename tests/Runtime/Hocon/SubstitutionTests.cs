namespace FlowActors.Runtime.Tests.Hocon;

public sealed class SubstitutionTests
{
    [Theory]
    [InlineData("a = 1\na = ${?X}", "a", "1")]
    [InlineData("a = ${?X}", "a", null)]
    [InlineData("a = [1, ${?X}, 2]", "a", "[1,2]")]
    [InlineData("a = ${?X} tail", "a", "tail")]
    [InlineData("a = ${b}\nb = 1\nb = 2", "a", "2")]
    [InlineData("a = x ${b.c} y\nb { c = 5 }", "a", "x 5 y")]
    [InlineData("a = ${b}\nb { c = 5 }\na.d = 6", "a", "{c=5,d=6}")]
    [InlineData("a = ${b} {c = 7}\nb { c = 5, e = 6 }", "a", "{c=7,e=6}")]
    [InlineData("a { b = ${a.c}, c = 3 }", "a.b", "3")]
    [InlineData("a = 1\na = ${a} 2\na = ${a} 3", "a", "1 2 3")]
    [InlineData("a = { c = 1 }\na = ${a.c}", "a", "1")]
    [InlineData("a = { c = 1 }\na = ${a} { d = 2 }", "a", "{c=1,d=2}")]
    [InlineData("a = [1]\na = ${a} [2]", "a", "[1,2]")]
    [InlineData("a = ${b.c}\nb = ${d}\nd { c = 9 }", "a", "9")]
    [InlineData("a = ${\"b.c\"}\n\"b.c\" = 4", "a", "4")]
    public void A_substitution_takes_the_value_of_a_key_wherever_it_stands(string text, string path, string? expected) =>
        Assert.Equal(expected, new Resolved(text)[path]);

    [Theory]
    [InlineData("a = 1\na = ${?X}", "set")]
    [InlineData("a = ${X}", "set")]
    [InlineData("a = ${ ?X }", null)]
    [InlineData("X = key\na = ${X}", "key")]
    [InlineData("X = ${?X}\na = ${X}", "set")]
    [InlineData("a = <${X}>", "<set>")]
    public void A_variable_of_the_environment_is_taken_where_no_key_has_its_name(string text, string? expected)
    {
        if (expected is null) Assert.Contains("can only stand in quotes", Resolved.Refused(text, ("X", "set")).Message, StringComparison.Ordinal);
        else Assert.Equal(expected, new Resolved(text, "", ("X", "set"))["a"]);
    }

    [Fact]
    public void A_value_from_the_environment_says_so()
    {
        var value = new Resolved("\na = ${X}", "", ("X", "set")).Root.Find("a")!;
        Assert.Equal("the environment variable X, used in line 2 of the test", value.Origin.ToString());
    }

    [Theory]
    [InlineData("a = ${X}", "'a' needs ${X}, which is neither a key nor an environment variable")]
    [InlineData("a = [${X}]", "'a' needs ${X}")]
    [InlineData("a = ${a}", "'a' needs ${a}")]
    [InlineData("a = ${b}\nb = ${a}", "'a' refers to itself: a -> b -> a")]
    [InlineData("a = ${?b}\nb = ${?c}\nc = ${?a}", "'a' refers to itself: a -> b -> c -> a")]
    [InlineData("a { b = ${a} }", "'a' refers to itself: a -> a.b -> a")]
    [InlineData("a = ${b.c}\nb = ${a}", "refers to itself")]
    [InlineData("a = x ${b}\nb { c = 1 }", "which are of different kinds")]
    [InlineData("a = ${b} { c = 1 }\nb = 1", "'a' joins '1' and a section, which are of different kinds")]
    [InlineData("a = ${b} [1]\nb = 1", "which are of different kinds")]
    public void What_has_no_value_or_goes_in_a_circle_is_refused(string text, string what)
    {
        var error = Resolved.Refused(text);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Contains("(at line 1 of the test)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_doubles_with_each_line_is_refused_before_it_eats_the_memory()
    {
        var lines = Enumerable.Range(0, 40).Select(i => $"a{i} = ${{a{i + 1}}}${{a{i + 1}}}").Append("a40 = 0123456789");
        Assert.Contains("more than 1048576 characters", Resolved.Refused(string.Join('\n', lines)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_chain_is_refused_rather_than_overflowing_the_stack()
    {
        var lines = Enumerable.Range(0, 5000).Select(i => $"a{i} = ${{a{i + 1}}}").Append("a5000 = 1");
        Assert.Contains("deeper than 200", Resolved.Refused(string.Join('\n', lines)).Message, StringComparison.Ordinal);
    }
}
