using System.CommandLine;
using FlowActors.CommandLine;
using FlowActors.Functions;
using FlowActors.State;
using FlowActors.Testing;
using PolyType;

namespace FlowActors.Tests.Docs;

// The regions named "docs" stand in docs/upgrading.md, letter by letter: see DocsTests.
public sealed class UpgradingGuide
{
    #region docs: upgrade
    [Fact]
    public void What_the_old_build_kept_is_read_by_the_new_one()
    {
        using var old = OperatorHarness.Of<Visit, string>(visits => visits.KeyBy(v => v.User).Process(() => new Before.Scores()));
        old.Process(new Visit("Ann", 5));

        using var now = OperatorHarness.Of<Visit, string>(
            visits => visits.KeyBy(v => v.User).Process(() => new After.Scores()),
            new HarnessSettings { Snapshot = old.Snapshot() });
        now.Process(new Visit("Ann", 2));
        Assert.Equal(["Ann 7"], now.Records);
    }
    #endregion

    #region docs: refused
    [Fact]
    public void What_would_lose_something_is_refused_before_the_first_record()
    {
        using var old = OperatorHarness.Of<Visit, string>(visits => visits.KeyBy(v => v.User).Process(() => new Before.Scores()));
        old.Process(new Visit("Ann", 5));

        var refused = Assert.Throws<OperatorFailedException>(() => OperatorHarness.Of<Visit, string>(
            visits => visits.KeyBy(v => v.User).Process(() => new Narrowed.Scores()),
            new HarnessSettings { Snapshot = old.Snapshot() }));
        var reason = Assert.IsType<IncompatibleStateException>(refused.InnerException);
        Assert.Contains("Points was int32 and is int16: what was written may not fit", reason.Message, StringComparison.Ordinal);
    }
    #endregion

    [Fact]
    public async Task What_the_command_says_stands_on_the_page()
    {
        var folder = Directory.CreateTempSubdirectory("flowactors-");
        var (data, savepoint) = (Path.Join(folder.FullName, "data"), Path.Join(folder.FullName, "savepoint"));
        await using (var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { DataFolder = data }.AddJob<VisitsJob<Before.Scores>>("scores")))
        {
            var job = await host.SubmitAsync("scores");
            while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
            await job.StopWithSavepointAsync(savepoint);
            await job.WaitForEndAsync();
        }

        #region docs: commands
        var options = new EmbeddedOptions { DataFolder = data }.AddJob<ScoresJob>("scores");
        var root = new RootCommand("Counts scores.");
        root.AddFlowActors(options);
        #endregion

        using var output = new StringWriter { NewLine = "\n" };
        var exitCode = await root.Parse(["savepoint", "check", savepoint, "--job", "scores"]).InvokeAsync(new InvocationConfiguration { Output = output });
        Assert.Equal(0, exitCode);
        // Folder and id are others.
        var shown = string.Concat(output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2).Select(line => $"    {line}\n"));
        Assert.Contains(shown, Repository.Read("docs/upgrading.md"), StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    private sealed class ScoresJob : VisitsJob<After.Scores>;

    private class VisitsJob<TFunction> : IStreamJob
        where TFunction : KeyedProcessFunction<string, Visit, string>, new()
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments) => env.SetParallelism(2)
            .Generate<Visit>(null, i => new Visit($"user {i % 10}", 1), recordsPerSecond: 100).WithUid("visits")
            .KeyBy(v => v.User).Process(() => new TFunction()).WithUid("scores").Discard().WithUid("ends");
    }

    public sealed record Visit(string User, int Points);

    private static class Before
    {
        #region docs: before
        public sealed record Score(int Points, string Team, Level Level);

        public enum Level : byte
        {
            Low,
            High,
        }
        #endregion

        public sealed class Scores : KeyedProcessFunction<string, Visit, string>
        {
            private IValueState<Score>? _score;

            public override void Open(IKeyedRuntimeContext context) => _score = context.GetState(new ValueStateDescriptor<Score>("score"));

            public override void ProcessElement(Visit visit, IKeyedProcessContext<string> context, Collector<string> output) =>
                _score!.Update(new Score((_score.Value()?.Points ?? 0) + visit.Points, "red", Level.High));
        }
    }

    private static class After
    {
        #region docs: after
        public sealed record Score(
            List<string>? Badges,                                  // new: null in what was written
            [property: PropertyShape(Name = "Points")] long Total, // named anew, and wider
            Level Level);                                          // Team is gone

        public enum Level // wider
        {
            Low,
            High,
            Highest,
        }
        #endregion

        public sealed class Scores : KeyedProcessFunction<string, Visit, string>
        {
            private IValueState<Score>? _score;

            public override void Open(IKeyedRuntimeContext context) => _score = context.GetState(new ValueStateDescriptor<Score>("score"));

            public override void ProcessElement(Visit visit, IKeyedProcessContext<string> context, Collector<string> output)
            {
                var score = _score!.Value() ?? new Score([], 0, Level.Low);
                _score.Update(score with { Badges = score.Badges ?? [], Total = score.Total + visit.Points });
                output.Collect($"{visit.User} {_score.Value()!.Total}");
            }
        }
    }

    private static class Narrowed
    {
        public sealed record Score(short Points);

        public sealed class Scores : KeyedProcessFunction<string, Visit, string>
        {
            public override void Open(IKeyedRuntimeContext context) => context.GetState(new ValueStateDescriptor<Score>("score"));

            public override void ProcessElement(Visit visit, IKeyedProcessContext<string> context, Collector<string> output)
            {
            }
        }
    }
}
