using System.CommandLine;
using System.Text.Json;
using FlowActors.Functions;
using FlowActors.Graph;

namespace FlowActors.CommandLine.Tests.Remote;

/// <summary>Jobs are started, saved and stopped from a shell, against an application that runs.</summary>
public sealed class ActingCommandTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flowactors-acting-commands-");
    private readonly TaskCompletionSource _starts = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FlowActorsHost _host = null!;
    private FlowActorsHttpServer _server = null!;

    public async Task InitializeAsync()
    {
        var options = new EmbeddedOptions { Configuration = $"flowactors.http.savepoint-folders = [{JsonSerializer.Serialize(_folder.FullName)}]" };
        _host = await FlowActorsHost.StartEmbeddedAsync(options.AddJob("numbers", () => new NumbersJob()).AddJob("slow", () => new SlowJob(_starts.Task)));
        _server = await FlowActorsHttpServer.StartAsync(_host);
    }

    public async Task DisposeAsync()
    {
        _starts.TrySetResult();
        await _server.DisposeAsync();
        await _host.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_job_is_run_saved_stopped_and_run_again_from_its_savepoint()
    {
        var job = await IdOfAsync(await OkAsync("job", "run", "numbers", "--name", "mine", "--arg", "rate=1000"));
        Assert.Equal("checkpoint=1", await OkAsync("job", "checkpoint", "mine"));
        Assert.Equal($"savepoint={Path.Join(_folder.FullName, "first")}", await OkAsync("job", "savepoint", "mine", "first"));

        var list = (await OkAsync("checkpoints", "list", "mine")).Split('\n');
        Assert.StartsWith("CHECKPOINT  KIND", list[0], StringComparison.Ordinal);
        Assert.Contains("savepoint", list[1], StringComparison.Ordinal);
        Assert.Contains("2 triggered: 2 completed, 0 failed, 0 under way", list);
        Assert.StartsWith("savepoint 2: completed", await OkAsync("checkpoints", "show", job), StringComparison.Ordinal);
        Assert.StartsWith("checkpoint 1: completed", await OkAsync("checkpoints", "show", "mine", "1"), StringComparison.Ordinal);
        using (var json = JsonDocument.Parse(await OkAsync("checkpoints", "show", "mine", "1", "--json"))) Assert.Equal(1, json.RootElement.GetProperty("checkpoint").GetProperty("id").GetInt64());

        Assert.Equal($"savepoint={Path.Join(_folder.FullName, "last")}", await OkAsync("job", "stop", "mine", "--savepoint", "last"));
        var next = await IdOfAsync(await OkAsync("job", "run", "numbers", "--from", "last"));
        Assert.Contains($"begun with the savepoint {Path.Join(_folder.FullName, "last")}", await OkAsync("checkpoints", "list", next), StringComparison.Ordinal);
        Assert.Equal($"job={next} goes on from its beginning", await OkAsync("job", "resume", next));
        Assert.Equal($"job={next} is Cancelled", await OkAsync("job", "cancel", next));
        Assert.Equal($"job={next} is Cancelled", await OkAsync("job", "cancel", next));
    }

    [Theory]
    [InlineData("savepoint=", "stop", "--savepoint", "soon", "--drain")]
    [InlineData("savepoint=", "savepoint", "soon")]
    [InlineData("checkpoint=1", "checkpoint")]
    public async Task What_is_asked_of_a_job_that_starts_waits_until_it_runs(string expected, string command, params string[] arguments)
    {
        var job = (await OkAsync("job", "run", "slow"))["job=".Length..];
        var asked = OkAsync(["job", command, job, .. arguments]);
        for (var look = 0; look < 3; look++) Assert.Contains($"{job}  Created", await OkAsync("job", "list"), StringComparison.Ordinal);
        _starts.SetResult();
        Assert.StartsWith(expected, await asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_is_rescaled_and_shows_it()
    {
        var job = await IdOfAsync(await OkAsync("job", "run", "numbers", "--arg", "rate=1000"));
        Assert.Equal("parallelism=3", await OkAsync("job", "rescale", job, "--parallelism", "3"));
        Assert.Equal("parallelism=3", await OkAsync("job", "rescale", job, "--parallelism", "3"));
        Assert.Matches("(?m)^Parallelism 2 to 3 \\(requested\\) at .* UTC: records stood still for [0-9]+ ms \\(align [0-9]+, snapshot [0-9]+, move [0-9]+, restore [0-9]+, resume [0-9]+\\); [0-9,]+ bytes of state came to another node", await OkAsync("job", "show", job));
        using (var json = JsonDocument.Parse(await OkAsync("job", "show", job, "--json"))) Assert.Equal(3, json.RootElement.GetProperty("rescales")[0].GetProperty("to").GetInt32());
        var (exitCode, output, error) = await RunAsync("job", "rescale", job, "--parallelism", "100000");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith("The job cannot have that parallelism: ", error, StringComparison.Ordinal);
        Assert.Equal($"job={job} is Cancelled", await OkAsync("job", "cancel", job));
    }

    [Fact]
    public async Task Who_waits_is_told_how_a_job_has_ended()
    {
        Assert.StartsWith("job=", await OkAsync("job", "run", "numbers", "--arg", "count=100", "--wait"), StringComparison.Ordinal);
        var (exitCode, output, error) = await RunAsync("job", "run", "numbers", "--arg", "count=100", "--arg", "fails=true", "--wait");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Matches("^The job did not finish: job=[0-9a-f]{32} is Failed.$", error);
    }

    [Theory]
    [InlineData("There is no such job: ", "job", "cancel", "none")]
    [InlineData("There is no such job: ", "job", "stop", "none")]
    [InlineData("There is no such job: ", "job", "savepoint", "none")]
    [InlineData("There is no such job: ", "job", "checkpoint", "none")]
    [InlineData("There is no such job: ", "job", "resume", "none")]
    [InlineData("There is no such job: ", "job", "rescale", "none", "--parallelism", "2")]
    [InlineData("There is no such job: ", "checkpoints", "list", "none")]
    [InlineData("There is no such job: ", "checkpoints", "show", "none", "7")]
    [InlineData("The job cannot run: There is no job named 'none'; registered are: numbers, slow.", "job", "run", "none")]
    [InlineData("The job cannot run: Job 'numbers' cannot be built: The job's argument 'rate' is 'x'", "job", "run", "numbers", "--arg", "rate=x")]
    [InlineData("What was given cannot be asked for: A name is empty", "node", "drain", "")]
    [InlineData("That is no name of a savepoint: ", "job", "run", "numbers", "--from", "../x")]
    public async Task What_is_refused_is_told(string expected, params string[] command)
    {
        var (exitCode, output, error) = await RunAsync(command);
        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("job", "cancel", "x")]
    [InlineData("job", "run", "x")]
    [InlineData("checkpoints", "list", "x")]
    public async Task A_server_that_is_not_there_is_told(params string[] command)
    {
        var address = _server.Address;
        await _server.DisposeAsync();
        var (exitCode, _, error) = await RunAsync(command);
        Assert.Equal(1, exitCode);
        Assert.StartsWith($"The server cannot be reached: {address} cannot be reached", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--claim and --allow-unmatched-state go with --from SAVEPOINT.", "job", "run", "x", "--claim")]
    [InlineData("A number of a checkpoint goes with --at URL; of a folder, name the checkpoint's own: DIR/chk-N.", "checkpoints", "show", "x", "7")]
    [InlineData("--verify goes with a folder, and not with --at URL.", "checkpoints", "show", "x", "--verify", "--at", "http://127.0.0.1:1")]
    [InlineData("--json of a list goes with --at URL; 'checkpoints show DIR --json' shows what is in a folder.", "checkpoints", "list", "x", "--json")]
    [InlineData("'x' is no argument of a job: write --arg name=value.", "job", "run", "x", "--arg", "x")]
    [InlineData("--parallelism 'many' is no parallelism: a whole number from 1 to 2147483647.", "job", "run", "x", "--parallelism", "many")]
    [InlineData("'abc' is no number of a checkpoint: a whole number from 1 to 9223372036854775807.", "checkpoints", "show", "demo", "abc", "--at", "http://127.0.0.1:1")]
    public void What_does_not_go_together_is_told(string expected, params string[] command) => Assert.Equal(expected, Assert.Single(Root().Parse(command).Errors).Message);

    [Fact]
    public void No_command_names_types_of_NET_where_a_value_is_none()
    {
        var told = new List<string>();
        foreach (var command in All(Root()))
        {
            var path = command.Parents.OfType<Command>().Where(c => c is not RootCommand).Select(c => c.Name).Append(command.Name).ToList();
            foreach (var option in command.Options) told.AddRange(Root().Parse([.. path, .. command.Arguments.Select(_ => "1"), $"{option.Name}=?"]).Errors.Select(e => e.Message));
            told.AddRange(Root().Parse([.. path, .. command.Arguments.Select(_ => "?")]).Errors.Select(e => e.Message));
        }

        Assert.Contains(told, t => t.Contains("--limit '?'", StringComparison.Ordinal));
        Assert.DoesNotContain(told, t => t.Contains("System.", StringComparison.Ordinal));

        static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(c => All(c).Prepend(c));
    }

    private async Task<string> OkAsync(params string[] command)
    {
        var (exitCode, output, error) = await RunAsync(command);
        Assert.Equal((0, ""), (exitCode, error));
        return output;
    }

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] command)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exitCode = await Root().Parse([.. command, "--at", _server.Address.ToString()]).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (exitCode, output.ToString().TrimEnd('\n'), error.ToString().TrimEnd('\n'));
    }

    private async Task<string> IdOfAsync(string line)
    {
        var job = line["job=".Length..];
        while (!(await OkAsync("job", "list")).Contains($"{job}  Running", StringComparison.Ordinal)) await Task.Yield();
        return job;
    }

    private static RootCommand Root()
    {
        var root = new RootCommand();
        root.AddFlowActors();
        return root;
    }

    /// <summary>None of its records flow before it may start.</summary>
    private sealed class SlowJob(Task starts) : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments)
        {
            env.EnableCheckpointing(TimeSpan.FromHours(1)).SetParallelism(1);
            env.Generate<long>(null, i => i, recordsPerSecond: 100).WithUid("numbers").KeyBy(n => n % 10).Process(() => new Opening(starts)).WithUid("opening").Discard();
        }
    }

    private sealed class Opening(Task starts) : KeyedProcessFunction<long, long, long>
    {
        public override void Open(IKeyedRuntimeContext context) => starts.Wait();

        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<long> output)
        {
        }
    }

    private sealed class NumbersJob : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments)
        {
            env.EnableCheckpointing(TimeSpan.FromHours(1)).SetParallelism(2).SetRestartStrategy(RestartStrategy.None);
            var fails = arguments.Get("fails", "false") == "true";
            env.Generate<long>(arguments.Get("count", "") is { Length: > 0 } count ? long.Parse(count, provider: null) : null, i => i, recordsPerSecond: arguments.Get<int>("rate", 500)).WithUid("numbers")
                .Map(n => fails ? throw new InvalidOperationException("It is to fail.") : n).KeyBy(n => n % 10).Count().WithUid("counts").Discard();
        }
    }
}
