using FlowActors.Functions;
using FlowActors.Graph;

namespace FlowActors.Tests.Api;

/// <summary>A program that runs as a job takes nothing more: it would be no part of the job.</summary>
public sealed class SubmittedProgramTests
{
    private static readonly OutputTag<int> Read = new("read");
    private static readonly OutputTag<int> Unread = new("unread");
    private readonly Executor _executor = new();
    private readonly StreamExecutionEnvironment _env;

    public SubmittedProgramTests() => _env = new StreamExecutionEnvironment(_executor);

    [Fact]
    public async Task Whatever_is_added_to_it_is_refused()
    {
        var stream = _env.FromElements(1, 2);
        var sides = stream.Map(x => x);
        sides.Discard();
        Assert.Null(await _env.ExecuteAsync("counts"));
        foreach (var add in new Func<object>[]
        {
            () => stream.Map(x => x + 1),
            () => stream.KeyBy(x => x).Count(),
            () => stream.Connect(sides).Map(x => x, x => x),
            () => stream.Connect(sides.Broadcast(new State.MapStateDescriptor<int, int>("rules"))).Process<int>(() => throw new NotSupportedException()),
            () => stream.Discard(),
            () => _env.FromElements("another"),
        })
        {
            var error = Assert.Throws<JobValidationException>(add);
            Assert.Contains("as job 'counts'", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Whatever_is_changed_in_it_is_refused()
    {
        var stream = _env.FromElements(1, 2);
        var sides = stream.Process(() => new Splitting());
        sides.GetSideOutput(Read).Discard();
        var sink = sides.Discard();
        Assert.Null(await _env.ExecuteAsync("counts"));
        foreach (var change in new Func<object>[]
        {
            () => sides.WithName("later"),
            () => sides.WithDescription("later"),
            () => sides.WithUid("later"),
            () => sides.WithParallelism(2),
            () => sides.WithMaxParallelism(2),
            () => sides.StartNewChain(),
            () => sides.DisableChaining(),
            () => sides.Blocking(),
            () => sink.WithName("later"),
            () => sides.GetSideOutput(Unread),
            () => _env.SetParallelism(2),
            () => _env.SetMaxParallelism(2),
            () => _env.DisableOperatorChaining(),
            () => _env.SetRestartStrategy(RestartStrategy.None),
            () => _env.SetStateBackend("memory"),
            () => _env.DisableStateCopies(),
            () => _env.CheckRecords(),
            () => _env.ShowRecordsInFailures(),
            () => _env.SetFlushInterval(TimeSpan.Zero),
            () => _env.SetSerializers(_env.Settings.Serializers),
            () => _env.SetWatermarkInterval(TimeSpan.FromSeconds(1)),
            () => _env.EnableCheckpointing(TimeSpan.FromSeconds(1)),
            () => _env.DisableCheckpointing(),
            () => _env.ConfigureCheckpoints(c => c),
        })
        {
            var error = Assert.Throws<JobValidationException>(change);
            Assert.Contains("after the program had been submitted as job 'counts'", error.Message, StringComparison.Ordinal);
        }

        var settings = _env.Settings;
        Assert.Equal(new JobSettings().Parallelism, settings.Parallelism);
        Assert.Equal("Process", _env.BuildGraph("again").Nodes[1].Name);
        // What it has can be read again.
        Assert.NotNull(sides.GetSideOutput(Read));
    }

    [Fact]
    public async Task It_may_be_executed_again_and_its_streams_for_their_results()
    {
        var stream = _env.FromElements(1, 2);
        stream.Discard();
        await _env.ExecuteAsync("first");
        await _env.ExecuteAsync("second");
        await Assert.ThrowsAsync<NullReferenceException>(() => stream.ExecuteAndCollectAsync("third"));
        Assert.Equal(["first 2", "second 2", "third 3"], _executor.Submitted);
    }

    [Fact]
    public async Task One_that_was_refused_can_be_mended()
    {
        var stream = _env.FromElements(1, 2);
        await Assert.ThrowsAsync<JobValidationException>(() => _env.ExecuteAsync("no sink"));
        stream.Discard();
        _executor.Refusal = new JobValidationException("no");
        await Assert.ThrowsAsync<JobValidationException>(() => _env.ExecuteAsync("refused"));
        _executor.Refusal = new OperationCanceledException();
        await Assert.ThrowsAsync<OperationCanceledException>(() => _env.RunAsync("given up"));
        stream.Map(x => x).Discard();
        Assert.Equal(4, _env.BuildGraph("job").Nodes.Count);
    }

    [Fact]
    public async Task A_refusal_does_not_open_a_program_that_runs()
    {
        var stream = _env.FromElements(1, 2);
        stream.Discard();
        await _env.ExecuteAsync("runs");
        _executor.Refusal = new JobValidationException("no");
        await Assert.ThrowsAsync<JobValidationException>(() => _env.ExecuteAsync("refused"));
        Assert.Contains("'runs'", Assert.Throws<JobValidationException>(() => stream.Map(x => x)).Message, StringComparison.Ordinal);
    }

    private sealed class Splitting : ProcessFunction<int, int>
    {
        public override void ProcessElement(int value, IProcessContext context, Collector<int> output) => context.Output(Read, value);
    }

    // Its answer is never asked for more than that it came.
    private sealed class Executor : IJobExecutor
    {
        public List<string> Submitted { get; } = [];

        public Exception? Refusal { get; set; }

        public JobSettings DefaultSettings { get; } = new();

        public Task<IJobClient> SubmitAsync(StreamGraph graph, CancellationToken cancellationToken = default)
        {
            Submitted.Add($"{graph.JobName} {graph.Nodes.Count}");
            return Refusal is null ? Task.FromResult<IJobClient>(null!) : Task.FromException<IJobClient>(Refusal);
        }
    }
}
