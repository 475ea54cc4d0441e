namespace FlowActors.Runtime.Tests.Hocon;

public sealed class IncludeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-include-").FullName;

    [Theory]
    [InlineData("include \"one.conf\"")]
    [InlineData("include file(\"one.conf\")")]
    [InlineData("include required(\"one.conf\")")]
    [InlineData("include required( file( \"one.conf\" ) )")]
    public void The_keys_of_a_file_take_the_place_of_its_include(string include)
    {
        Write("one.conf", "a = 2\nb = 3");
        var resolved = new Resolved($"a = 1\n{include}\nb = 4", _folder);
        Assert.Equal(("2", "4"), (resolved["a"], resolved["b"]));
    }

    [Fact]
    public void Paths_are_looked_for_from_the_file_that_includes_and_may_be_absolute()
    {
        Write("sub/two.conf", "include \"three.conf\", b = 2");
        Write("sub/three.conf", $"include \"{_folder.Replace("\\", "\\\\", StringComparison.Ordinal)}/four.conf\"\nc = 3");
        Write("four.conf", "\uFEFFd = 4\r\n");
        Assert.Equal("{x={d=4,c=3,b=2}}", Resolved.Show(new Resolved("x { include \"sub/two.conf\" }", _folder).Root));
    }

    [Fact]
    public void Substitutions_of_a_file_look_into_the_section_that_includes_it_first()
    {
        Write("five.conf", "a = 1, b = ${a}, c = ${z}");
        var resolved = new Resolved("a = 0, z = 9\nx { include \"five.conf\" }", _folder);
        Assert.Equal(("1", "9"), (resolved["x.b"], resolved["x.c"]));
    }

    [Fact]
    public void A_missing_file_is_refused_with_the_path_that_was_looked_for()
    {
        var error = Assert.Throws<JobValidationException>(() => new Resolved("\ninclude \"missing.conf\"", _folder));
        Assert.Contains("'missing.conf' cannot be included", error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_folder, "missing.conf"), error.Message, StringComparison.Ordinal);
        Assert.Contains("(at line 2 of the test)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_no_file() =>
        Assert.Contains("cannot be included", Refused("include \".\"").Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_UTF_8_is_refused()
    {
        File.WriteAllBytes(Path.Combine(_folder, "latin.conf"), [(byte)'a', (byte)'=', 0xE4]);
        Assert.Contains("'latin.conf' cannot be included", Refused("include \"latin.conf\"").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_in_a_file_names_the_file_and_its_line()
    {
        Write("bad.conf", "a = 1\nb = ]");
        Assert.Contains($"(at line 2 of file '{Path.Combine(_folder, "bad.conf")}')", Refused("include \"bad.conf\"").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_include_each_other_are_refused()
    {
        Write("six.conf", "include \"seven.conf\"");
        Write("seven.conf", "include \"six.conf\"");
        Assert.Contains("includes itself", Refused("include \"six.conf\"").Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private JobValidationException Refused(string text) => Assert.Throws<JobValidationException>(() => new Resolved(text, _folder));

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, name))!);
        File.WriteAllText(Path.Combine(_folder, name), text);
    }
}
