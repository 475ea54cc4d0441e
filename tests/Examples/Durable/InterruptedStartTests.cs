using FlowActors.Examples.CommandLine;
using FlowActors.Examples.Durable;
using FlowActors.Functions;
using FlowActors.Sources;
using FlowActors.Tests.Examples.CommandLine;
using Command = FlowActors.Tests.Examples.CommandLine.Examples;

namespace FlowActors.Tests.Examples.Durable;

/// <summary>Ctrl-C before the first record, of a command that stops with a savepoint then.</summary>
public sealed class InterruptedStartTests
{
    [Fact]
    public async Task A_job_that_starts_is_waited_for_and_stops_with_the_savepoint()
    {
        using var folder = new TempFolder();
        folder.Write("lines", string.Concat(Enumerable.Range(0, 1_000).Select(i => $"{i}\n")));
        using var interrupt = new CancellationTokenSource();
        using var output = new StringWriter { NewLine = "\n" };
        var console = new ExamplesConsole(output, TextWriter.Null, IsInteractive: false);
        var job = new DurableJob(
            "lines",
            new Dictionary<string, string>(),
            steering => new Lines(new SteeredSource<string, TextFileSplit>(new TextFileSource([folder["lines"]]), steering), interrupt.Cancel),
            new JobProgress(console, "lines", SteeredRecords.Accumulator, null, "M"));

        await DurableRun.ExecuteAsync(
            job, new DurableOptions { Savepoint = folder["half"] }, new HostSettings(new StateOptions()), console, verbose: false, _ => throw new InvalidOperationException("It was to stop."), interrupt.Token);

        Assert.Equal($"stopped savepoint={folder["half"]} source_position=0\n", output.ToString());
        Assert.True(File.Exists(Path.Combine(folder["half"], "_metadata")));
    }

    [Fact]
    public async Task Before_there_is_a_job_it_is_said_that_there_is_no_savepoint()
    {
        using var folder = new TempFolder();

        var (exitCode, output, error) = await Command.RunAsync(["nexmark", "--query", "q1", "--savepoint", folder["half"]], new CancellationToken(canceled: true));

        Assert.Equal((130, "", "No savepoint was made: the job had not begun yet.\nCancelled.\n"), (exitCode, output, error));
        Assert.Empty(folder.Files);
    }

    /// <summary>Interrupts as its operators open, which is before the job runs.</summary>
    private sealed class Lines(Source<string> source, Action interrupt) : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments)
        {
            env.SetParallelism(1).EnableCheckpointing(TimeSpan.FromMinutes(1));
            env.FromSource(source, "lines").WithUid("lines").Map(() => new Interrupting(interrupt)).WithUid("map").Discard();
        }
    }

    private sealed class Interrupting(Action interrupt) : RichMapFunction<string, string>
    {
        public override void Open(IRuntimeContext context) => interrupt();

        public override string Map(string value) => value;
    }
}
