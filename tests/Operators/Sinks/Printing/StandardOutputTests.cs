using System.IO.Pipes;
using FlowActors.Sinks;
using FlowActors.Sinks.Printing;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sinks.Printing;

/// <summary>Printing to what takes nothing any more.</summary>
public sealed class StandardOutputTests : IDisposable
{
    private readonly StringWriter _console = new() { NewLine = "\n" };
    private bool _isClosed;

    public void Dispose() => _console.Dispose();

    [Fact]
    public void A_pipe_is_broken_once_its_reader_has_gone()
    {
        if (OperatingSystem.IsWindows()) return; // there nobody tells
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        var descriptor = pipe.SafePipeHandle.DangerousGetHandle().ToInt32();
        Assert.False(OutputPipe.IsBroken(descriptor));
        pipe.DisposeLocalCopyOfClientHandle();
        Assert.True(OutputPipe.IsBroken(descriptor));
    }

    [Fact]
    public void A_file_is_no_broken_pipe()
    {
        using var folder = new TempFolder();
        using var file = File.OpenHandle(folder["file"], FileMode.CreateNew, FileAccess.Write);
        Assert.False(OutputPipe.IsBroken(file.DangerousGetHandle().ToInt32()));
    }

    [Fact]
    public void Print_fails_for_good_when_standard_output_is_closed()
    {
        using var harness = Printing(new StandardOutputWriter(_console, () => _isClosed));
        harness.Write(0, "a");
        _isClosed = true;
        var e = Assert.Throws<SuppressRestartsException>(() => harness.Write(0, "b"));
        Assert.StartsWith("Standard output is closed: ", e.Message, StringComparison.Ordinal);
        Assert.StartsWith("a\n", _console.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Print_says_that_it_is_standard_output_that_is_full()
    {
        using var full = new FullWriter();
        using var harness = Printing(new StandardOutputWriter(full, () => false));
        var e = Assert.Throws<IOException>(() => harness.Write(0, "a"));
        Assert.StartsWith("Standard output cannot be written: No space left on device. Make room", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_is_written_is_watched()
    {
        _isClosed = true;
        using var output = new StandardOutputWriter(_console, () => _isClosed);
        Action[] ways = [() => output.Write('c'), () => output.Write("text"), () => output.Write(1.5), () => output.Write("text".AsSpan()), output.WriteLine, () => output.WriteLine("text"), output.Flush];
        Assert.All(ways, way => Assert.Throws<StandardOutputClosedException>(way));
        await Assert.ThrowsAsync<StandardOutputClosedException>(() => output.WriteLineAsync("text"));
    }

    [Fact]
    public void A_writer_that_the_program_has_put_in_the_consoles_place_is_taken_as_it_is()
    {
        var before = Console.Out;
        try
        {
            Console.SetOut(_console);
            Assert.Same(Console.Out, StandardOutputWriter.ForConsole());
        }
        finally
        {
            Console.SetOut(before);
        }
    }

    private static SinkHarness<string> Printing(TextWriter writer) => new(new PrintSink<string>(null, () => writer));

    private sealed class FullWriter : StringWriter
    {
        public override void WriteLine(string? value) => throw new IOException("No space left on device");
    }
}
