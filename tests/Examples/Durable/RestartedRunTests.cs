using FlowActors.Examples.CommandLine;
using FlowActors.Examples.Durable;
using FlowActors.Sources;
using FlowActors.Tests.Examples.CommandLine;

namespace FlowActors.Tests.Examples.Durable;

/// <summary>A run that is to stop after so many records stops there also when its job has failed on the way: what was read in vain does not count.</summary>
public sealed class RestartedRunTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(1)]
    [InlineData(700)]
    [InlineData(1_499)]
    public async Task It_stops_exactly_where_it_should(int failsAt)
    {
        using var folder = new TempFolder();
        folder.Write("lines", string.Concat(Enumerable.Range(0, 2_000).Select(i => $"{i}\n")));
        using var output = new StringWriter { NewLine = "\n" };
        using var patience = new CancellationTokenSource(Limit);
        var console = new ExamplesConsole(output, TextWriter.Null, IsInteractive: false);
        var lines = new Lines(new TextFileSource([folder["lines"]]), failsAt);
        var job = new DurableJob("lines", new Dictionary<string, string>(), lines.With, new JobProgress(console, "lines", SteeredRecords.Accumulator, null, "M"));
        var options = new DurableOptions { Savepoint = folder["half"], StopAfter = 1_500 };

        await DurableRun.ExecuteAsync(job, options, new HostSettings(new StateOptions()), console, verbose: false, _ => throw new InvalidOperationException("It was to stop."), patience.Token);

        Assert.Equal($"stopped savepoint={folder["half"]} source_position=1500\n", output.ToString());
        Assert.True(lines.HasFailed);
        Assert.True(File.Exists(Path.Combine(folder["half"], "_metadata")));
    }

    /// <summary>Reads lines, and fails once at one of them.</summary>
    private sealed class Lines(TextFileSource text, int failsAt)
    {
        private readonly TextFileSource _text = text;
        private int _seen;

        public bool HasFailed { get; private set; }

        public IStreamJob With(SourceSteering steering) => new Job(this, steering);

        private string Map(string line)
        {
            if (Interlocked.Increment(ref _seen) != failsAt) return line;
            HasFailed = true;
            throw new InvalidOperationException("boom");
        }

        private sealed class Job(Lines lines, SourceSteering steering) : IStreamJob
        {
            public void Build(StreamExecutionEnvironment env, JobArguments arguments)
            {
                env.SetParallelism(1).EnableCheckpointing(TimeSpan.FromMilliseconds(10)).SetRestartStrategy(new RestartStrategy.FixedDelay(1, TimeSpan.FromMilliseconds(1)));
                env.FromSource(new SteeredSource<string, TextFileSplit>(lines._text, steering), "lines").WithUid("lines").Map(lines.Map).WithUid("map").Discard();
            }
        }
    }
}
