using System.Text;
using FlowActors.Sources;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sources;

/// <summary>A name that is not UTF-8 cannot be opened: it is refused, not left out.</summary>
public sealed class InputNamesTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<IDisposable> _renamed = [];

    public InputNamesTests() => _folder.Write("in/a.txt", "a");

    public void Dispose()
    {
        foreach (var renamed in _renamed) renamed.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("in")]
    [InlineData("in/*.txt")]
    [InlineData("**/b*")]
    [InlineData("i*/*")]
    public void A_file_is_refused_by_folder_and_name(string path)
    {
        if (!OperatingSystem.IsLinux()) return;
        Rename("in/b.txt", [.. "b"u8, 0xFF, .. ".txt"u8]);
        Assert.Contains($"holds the name 'b\uFFFD.txt' in the folder '{_folder["in"]}', which is not UTF-8", Refusal(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("in")]
    [InlineData("in/**/*.txt")]
    [InlineData("in/*/*.txt")]
    public void A_folder_is_refused_by_folder_and_name(string path)
    {
        if (!OperatingSystem.IsLinux()) return;
        _folder.Write("in/sub/c.txt", "c");
        Rename("in/sub", [0xE9]);
        Assert.Contains($"holds the name '\uFFFD' in the folder '{_folder["in"]}', which is not UTF-8", Refusal(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_names_that_look_alike_are_told_apart()
    {
        if (!OperatingSystem.IsLinux()) return;
        _folder.Write("in/\uFFFD", "the character itself");
        Assert.Equal(2, Find("in").Count);
        Rename("in/other", [0xFE]);
        Assert.Contains("which is not UTF-8", Refusal("in"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_given_is_said_to_be_not_UTF8_perhaps()
    {
        if (!OperatingSystem.IsLinux()) return;
        Rename("in/b.txt", [0xFF]);
        Assert.Contains("names with such bytes cannot be opened", Refusal("in/\uFFFD"), StringComparison.Ordinal);
        Assert.DoesNotContain("U+FFFD", Refusal("in/b"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_meant_does_no_harm()
    {
        if (!OperatingSystem.IsLinux()) return;
        Rename("in/b.csv", [0xFF, .. ".csv"u8]);
        Rename("in/c", [.. ".hidden"u8, 0xFF]);
        Assert.Equal([_folder["in/a.txt"]], Find("in/*.txt"));
    }

    [Theory]
    [InlineData("in/a\0.txt", "NUL character")]
    [InlineData("in/a.txt/", "does not exist")]
    public void What_cannot_be_a_file_is_refused(string path, string message) =>
        Assert.Contains(message, Refusal(path), StringComparison.Ordinal);

    [Fact]
    public void A_name_that_is_too_long_is_told() =>
        Assert.Contains("cannot be looked for", Refusal("in/" + new string('x', 300)), StringComparison.Ordinal);

    private void Rename(string name, byte[] bytes)
    {
        if (!Directory.Exists(_folder[name])) _folder.Write(name, Encoding.UTF8.GetBytes(name));
        _renamed.Add(UnixFiles.Rename(_folder[name], bytes));
    }

    private IReadOnlyList<string> Find(string path) => new TextFileSource([_folder[path]]).FilePaths;

    private string Refusal(string path) =>
        Assert.Throws<JobValidationException>(new TextFileSource([_folder[path]]).Validate).Message;
}
