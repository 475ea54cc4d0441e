using FlowActors.Examples.CommandLine;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Examples.CommandLine;

public class OutputFileTests
{
    [Fact]
    public void What_was_written_has_its_name_only_at_the_end()
    {
        using var folder = new TempFolder();
        using (var output = OutputFile.Begin(folder["out"]))
        {
            output.Write(stream =>
            {
                stream.Write("whole"u8);
                Assert.False(File.Exists(folder["out"]));
            });
        }

        Assert.Equal(["out"], folder.Files);
        Assert.Equal("whole", File.ReadAllText(folder["out"]));
    }

    [Fact]
    public void A_target_that_is_taken_meanwhile_is_told_and_nothing_is_left_behind()
    {
        using var folder = new TempFolder();
        using (var output = OutputFile.Begin(folder["out"]))
        {
            Directory.CreateDirectory(folder["out"]);
            ToldOf(folder["out"], output, stream => stream.Write("whole"u8));
        }

        Assert.Empty(folder.Files);
    }

    [Fact]
    public void A_disk_that_is_full_is_told_and_nothing_is_left_behind()
    {
        using var folder = new TempFolder();
        folder.Write("out", "earlier");
        using (var output = OutputFile.Begin(folder["out"]))
        {
            ToldOf(folder["out"], output, stream =>
            {
                stream.Write("half"u8);
                throw new IOException("No space left on device.");
            });
        }

        Assert.Equal(["out"], folder.Files);
        Assert.Equal("earlier", File.ReadAllText(folder["out"]));
    }

    [Fact]
    public void An_input_of_the_same_run_is_refused_by_whatever_name()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["in"], "text");
        File.CreateSymbolicLink(folder["link"], folder["in"]);
        File.CreateSymbolicLink(folder["here"], ".");

        foreach (var name in new[] { "in", "link", "here/in", "here/link" })
        {
            var error = Assert.Throws<JobValidationException>(() => OutputFile.Begin(folder[name], folder["other"], folder["in"]));
            Assert.Contains("it is an input of the same run", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal("text", File.ReadAllText(folder["in"]));
    }

    [Theory]
    [InlineData("-", "what is printed on standard output would be among it. Name a file; ./- is one of that name.")]
    [InlineData("/proc/x", "its folder takes no new files. Name a file in another folder.")]
    [InlineData("/dev/null", "it is a device, which no file can replace. Name a file.")]
    [InlineData("/dev/stdout", "it is a device, which no file can replace. Name a file.")]
    public void What_cannot_be_a_file_is_refused_for_what_it_is(string path, string why)
    {
        if (!OperatingSystem.IsLinux()) return;
        var error = Assert.Throws<JobValidationException>(() => OutputFile.Begin(path));
        Assert.Equal($"Output '{path}' cannot be written: {why}", error.Message);
    }

    [Fact]
    public void A_pipe_and_a_circle_of_links_are_refused_for_what_they_are()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var folder = new TempFolder();
        UnixFiles.MakePipe(folder["pipe"]);
        File.CreateSymbolicLink(folder["circle"], "circle");
        var pipe = Assert.Throws<JobValidationException>(() => OutputFile.Begin(folder["pipe"]));
        Assert.EndsWith("it is a pipe, which no file can replace. Name a file.", pipe.Message, StringComparison.Ordinal);
        var circle = Assert.Throws<JobValidationException>(() => OutputFile.Begin(folder["circle"]));
        Assert.Contains("lead in a circle", circle.Message, StringComparison.Ordinal);
    }

    private static void ToldOf(string path, OutputFile output, Action<Stream> content)
    {
        var error = Assert.Throws<IOException>(() => output.Write(content));
        Assert.StartsWith($"Output '{path}' cannot be written: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("name another file, and run again.", error.Message, StringComparison.Ordinal);
    }
}
