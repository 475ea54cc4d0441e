using System.Text;

namespace FlowActors.Tests.Examples.CommandLine;

public class WordCountCommandTests
{
    [Fact]
    public async Task The_most_frequent_words_are_printed_and_all_counts_written()
    {
        using var folder = new TempFolder();
        folder.Write("one.txt", "To be, or not to be?\n");
        folder.Write("two.txt", "That is the question; IS it");

        var (exitCode, output, error) = await Examples.RunAsync(
            ["wordcount", "--input", folder["one.txt"], folder["two.txt"], "--output", folder["counts.csv"], "--top", "3", "--parallelism", "3"]);

        Assert.Equal(0, exitCode);
        AssertProgress(error);
        Assert.Equal(
            ["word", "count", "1", "be", "2", "2", "is", "2", "3", "to", "2"],
            output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(
            "be,2\nis,2\nit,1\nnot,1\nor,1\nquestion,1\nthat,1\nthe,1\nto,2\n", await File.ReadAllTextAsync(folder["counts.csv"]));
        Assert.Equal(["counts.csv", "one.txt", "two.txt"], folder.Files);
    }

    [Fact]
    public async Task Text_that_is_not_utf8_is_counted_and_reported()
    {
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder["text"], [.. "ab "u8, 0xFF, .. " cd"u8, 0xFE, .. "ef\n"u8]);

        var (exitCode, output, error) = await Examples.RunAsync(["wordcount", "--input", folder["text"]]);

        Assert.Equal(0, exitCode);
        Assert.Equal(["word", "count", "1", "ab", "1", "2", "cd", "1", "3", "ef", "1"], output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("The input has 2 sequences of bytes that are not UTF-8, or not what", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "utf-16")]
    [InlineData(true, null)]
    [InlineData(false, "utf-16LE")]
    public async Task A_text_in_another_encoding_is_counted_when_its_mark_or_the_option_tells(bool hasMark, string? option)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["text"], "zwölf Boxkämpfer", new UnicodeEncoding(bigEndian: false, hasMark));

        var (exitCode, output, error) = await Examples.RunAsync(
            ["wordcount", "--input", folder["text"], .. option is null ? Array.Empty<string>() : ["--encoding", option]]);

        Assert.Equal(["word", "count", "1", "boxkämpfer", "1", "2", "zwölf", "1"], output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(0, exitCode);
        AssertProgress(error);
    }

    [Fact]
    public async Task A_text_in_an_unknown_encoding_is_refused_naming_the_setting()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["text"], "zwölf", new UnicodeEncoding(bigEndian: false, byteOrderMark: false));

        await IsRefusedAsync(["wordcount", "--input", folder["text"]], "set TextFileSettings.Encoding");
    }

    [Fact]
    public async Task A_text_without_words_gives_an_empty_file()
    {
        using var folder = new TempFolder();
        folder.Write("text", " ?!\n\n");

        var (exitCode, output, error) = await Examples.RunAsync(["wordcount", "--input", folder["text"], "--output", folder["counts"]]);

        Assert.Equal((0, ""), (exitCode, output));
        Assert.EndsWith(" MB\n", error, StringComparison.Ordinal);
        Assert.Equal("", await File.ReadAllTextAsync(folder["counts"]));
    }

    [Fact]
    public async Task An_input_that_does_not_exist_is_refused_before_anything_is_written()
    {
        using var folder = new TempFolder();

        await IsRefusedAsync(["wordcount", "--input", folder["missing.txt"], "--output", folder["counts"]], "missing.txt' does not exist");

        Assert.Empty(folder.Files);
    }

    [Theory]
    [InlineData("")]
    [InlineData("*.txt")]
    [InlineData("a.txt")]
    public async Task An_output_that_is_an_input_is_refused_however_the_input_was_named(string input)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["a.txt"], "a text");
        await IsRefusedAsync(["wordcount", "--input", folder[input], "--output", folder["a.txt"]], "it is an input of the same run");
        Assert.Equal("a text", await File.ReadAllTextAsync(folder["a.txt"]));
    }

    [Fact]
    public async Task An_output_that_cannot_be_written_is_refused_and_what_was_there_stays()
    {
        using var folder = new TempFolder();
        folder.Write("text", "a b");
        Directory.CreateDirectory(folder["taken"]);

        await IsRefusedAsync(["wordcount", "--input", folder["text"], "--output", folder["no/such"]], "its folder does not exist");
        await IsRefusedAsync(["wordcount", "--input", folder["text"], "--output", folder["taken"]], "it is a folder");
        await IsRefusedAsync(["wordcount", "--input", folder["text"], "--output", folder["text"] + "/counts"], "its folder does not exist");
        await IsRefusedAsync(["wordcount", "--input", folder["text"], "--output", ""], "--output is empty");

        Assert.Equal(["text"], folder.Files);
    }

    [Fact]
    public async Task A_job_that_is_refused_leaves_an_earlier_result_as_it_was()
    {
        using var folder = new TempFolder();
        folder.Write("counts", "earlier");

        // More subtasks than the cluster has slots, which only the job manager knows.
        var (exitCode, output, error) = await Examples.RunAsync(["wordcount", "--parallelism", "2000", "--output", folder["counts"]]);

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("Lower the parallelism", error, StringComparison.Ordinal);
        Assert.Equal("earlier", await File.ReadAllTextAsync(folder["counts"]));
        Assert.Equal(["counts"], folder.Files);
    }

    // At the start, at the end, and every few seconds between them.
    private static void AssertProgress(string error)
    {
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(lines.Length, 2, int.MaxValue);
        Assert.All(lines, line => Assert.Equal("wordcount: 0.0 of 0.0 MB", line));
    }

    private static async Task IsRefusedAsync(string[] arguments, string expected)
    {
        var (exitCode, output, error) = await Examples.RunAsync(arguments);

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
