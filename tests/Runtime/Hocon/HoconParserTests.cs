using CsCheck;

namespace FlowActors.Runtime.Tests.Hocon;

public sealed class HoconParserTests
{
    [Theory]
    [InlineData("", "{}")]
    [InlineData("# nothing\n // at all", "{}")]
    [InlineData("{}", "{}")]
    [InlineData("a = 1", "{a=1}")]
    [InlineData("{ \"a\" : 1 }", "{a=1}")]
    [InlineData("a.b.c = 1, a.b.d = 2", "{a={b={c=1,d=2}}}")]
    [InlineData("a { b = 1 }\na { c = 2 }", "{a={b=1,c=2}}")]
    [InlineData("a = 1\na = 2", "{a=2}")]
    [InlineData("a { b = 1 }\na = 2\na { c = 3 }", "{a={c=3}}")]
    [InlineData("a = 1 # why\nb = 2 // so", "{a=1,b=2}")]
    [InlineData("a\n{\n  b = 1,\n}\n", "{a={b=1}}")]
    [InlineData("a =\n  \"late\"", "{a=late}")]
    [InlineData("a = [1, 2\n3,\n]", "{a=[1,2,3]}")]
    [InlineData("a = [1] [2]", "{a=[1,2]}")]
    [InlineData("a = [1]\na += 2\na += [3]", "{a=[1,2,[3]]}")]
    [InlineData("a += 1", "{a=[1]}")]
    [InlineData("a = {b = 1} {c = 2}", "{a={b=1,c=2}}")]
    [InlineData("a = one two  \"three\" ", "{a=one two  three}")]
    [InlineData("\"a.b\".\"c d\" = 1", "{a.b={c d=1}}")]
    [InlineData("a = \"x\\\\y\\u00e4\\n\"", "{a=x\\yä\n}")]
    [InlineData("a = \"\"\"x\n\"y\\\"\"\"\"", "{a=x\n\"y\\\"}")]
    [InlineData("\uFEFFa = 1", "{a=1}")]
    [InlineData("a = 1\r\nb {\r\n\tc\t=\t2\r\n}\r\n", "{a=1,b={c=2}}")]
    [InlineData("include = 1\nincludes.x = 2", "{include=1,includes={x=2}}")]
    [InlineData("a = null", "{a=null}")]
    [InlineData("a = [{b = 1, b = 2, c.d = 3}]", "{a=[{b=2,c={d=3}}]}")]
    public void What_the_specification_allows_is_read(string text, string expected) => Assert.Equal(expected, Resolved.Show(new Resolved(text).Root));

    [Theory]
    [InlineData("a = 1 }\nb = 2", 1, "'}' closes nothing")]
    [InlineData("a = 1\n}\nb = 2", 2, "'}' closes nothing")]
    [InlineData("{ a = 1 }\nb = 2", 2, "more after the last '}'")]
    [InlineData("a {\nb {\nc = 1\n}\n", 1, "the '{' of a is never closed")]
    [InlineData("{ a = 1", 1, "the '{' is never closed")]
    [InlineData("a = [1\n2", 1, "the '[' of a is never closed")]
    [InlineData("a = 1 ]", 1, "']' closes nothing")]
    [InlineData("a { b = 1 ]", 1, "']' closes nothing")]
    [InlineData("a = [1 }", 1, "'}' closes nothing")]
    [InlineData("a = 1\nb = \"never closed\nc = 2", 2, "not closed in its line")]
    [InlineData("a = \"never closed", 1, "not closed in its line")]
    [InlineData("a = 1\nb = \"\"\"never\nclosed", 2, "triple quotes is never closed")]
    [InlineData("a = \"C:\\data\"", 1, "backslash")]
    [InlineData("a = \"\\u12\"", 1, "backslash")]
    [InlineData("a = ${b", 1, "'${' of b is never closed")]
    [InlineData("a = ${}", 1, "'}' closes nothing")]
    [InlineData("a = 1,, b = 2", 1, "comma has no value before it")]
    [InlineData(", a = 1", 1, "comma has no value before it")]
    [InlineData("a = [1,,2]", 1, "comma has no value before it")]
    [InlineData("a = , b = 1", 1, "'a' has no value")]
    [InlineData("a =\nb = 1", 1, "'a' has no value")]
    [InlineData("x { a = }", 1, "'x.a' has no value")]
    [InlineData("a =", 1, "'a' has no value")]
    [InlineData("\na 5ms\nb = 1", 2, "'\"a 5ms\"' has no value")]
    [InlineData("a = b = c", 1, "'=' has no key before it")]
    [InlineData("a = http://x", 1, "':' has no key before it")]
    [InlineData("= 1", 1, "'=' has no key before it")]
    [InlineData("a..b = 1", 1, "a name of a key is empty")]
    [InlineData("a. = 1", 1, "has no key before it")]
    [InlineData("a {b = 1} c = 2", 1, "different kinds")]
    [InlineData("a = 1 {b = 2}", 1, "different kinds")]
    [InlineData("/* no */ a = 1", 1, "the character '*' can only stand in quotes")]
    [InlineData("a = [*]", 1, "the character '*' can only stand in quotes")]
    [InlineData("[1, 2]", 1, "the configuration is a list")]
    [InlineData("include url(\"http://x\")", 1, "only files can be included")]
    public void What_is_not_HOCON_is_refused_with_its_line(string text, int line, string what)
    {
        var error = Resolved.Refused(text);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Contains($"(at line {line} of the test)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Braces_nested_without_end_are_refused_rather_than_overflowing_the_stack()
    {
        Assert.Contains("deeper than 100", Resolved.Refused(string.Concat(Enumerable.Repeat("a {", 100_000))).Message, StringComparison.Ordinal);
        Assert.Contains("deeper than 100", Resolved.Refused("a = " + new string('[', 100_000)).Message, StringComparison.Ordinal);
        Assert.Contains("deeper than 200", Resolved.Refused(string.Join('.', Enumerable.Repeat("a", 10_000)) + " = 1").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_cut_or_changed_is_read_or_refused()
    {
        const string Text = "a { b = [1, \"x\\n\"], c.\"d e\" = ${?X} y }\n# z\nf += 1, g : \"\"\"q\"\"\"\ninclude = ${a.b}";
        const string Inserted = "{}[]\"=:,.\\$?+#\n ";
        Seeded.Check(Gen.Select(Gen.Int[0, Text.Length], Gen.Int[0, Text.Length], Gen.Int[0, Inserted.Length - 1]), broken =>
        {
            var (length, at, character) = broken;
            var text = Text[..length].Insert(Math.Min(at, length), Inserted[character].ToString());
            try
            {
                Assert.NotNull(new Resolved(text).Root);
            }
            catch (JobValidationException e)
            {
                Assert.Contains(" of the test)", e.Message, StringComparison.Ordinal);
            }
        });
    }
}
