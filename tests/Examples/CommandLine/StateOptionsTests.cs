using FlowActors.Examples.CommandLine;
using FlowActors.Examples.Durable;
using FlowActors.Examples.Nexmark;
using FlowActors.Examples.WordCount;
using FlowActors.Graph;

namespace FlowActors.Tests.Examples.CommandLine;

/// <summary>Where the examples keep their state is said by the same options in all of them, and reaches the host.</summary>
public class StateOptionsTests
{
    private static readonly string[] Commands =
        ["wordcount --top 3", "nexmark --query q17 --events 1000", "sensors --readings 1000", "deadletters --dead-letters {0}", "clicks --clicks 1000", "rules --payments 1000"];

    public static TheoryData<string, string> Runs
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var command in Commands)
                foreach (var backend in StateOptions.Backends) data.Add(command, backend);
            return data;
        }
    }

    /// <summary>The host refuses a backend and a size that it does not know, so what is taken here it takes.</summary>
    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Every_command_runs_with_every_backend(string command, string backend)
    {
        using var folder = new TempFolder();
        var line = string.Format(System.Globalization.CultureInfo.InvariantCulture, command, folder["dead.jsonl"]);
        var (exitCode, output, error) = await Examples.RunAsync([.. line.Split(' '), "--state", backend, "--state-memory", "64MiB"]);

        Assert.True(exitCode == 0, error);
        Assert.NotEmpty(output);
    }

    [Theory]
    [InlineData("16MB", 16_000_000)]
    [InlineData("16MiB", 16 << 20)]
    [InlineData("16777216", 16 << 20)]
    [InlineData("1.5GiB", 3L << 29)]
    [InlineData("1024GiB", 1L << 40)]
    public void A_size_has_a_unit_or_counts_bytes(string given, long bytes)
    {
        var (root, _) = ExamplesCommand.Create(new ExamplesConsole(TextWriter.Null, TextWriter.Null, IsInteractive: false));
        var parsed = root.Parse(["sensors", "--state-memory", given]);
        Assert.Empty(parsed.Errors);
        Assert.Equal(bytes, parsed.GetValue<long?>("--state-memory"));
    }

    [Fact]
    public async Task What_is_said_reaches_the_host()
    {
        Assert.Equal("flowactors.state.backend = memory\n", new StateOptions().Configuration);
        Assert.Equal("flowactors.state.backend = memory\nflowactors.state.memory = 16000000B\n", new StateOptions("memory", 16_000_000).Configuration);
        Assert.Equal(
            "flowactors.state.backend = rocksdb\nflowactors.state.local-dirs = [\"/mnt/a\", \"/mnt/b c\"]\n",
            new StateOptions("rocksdb", Folders: ["/mnt/a", "/mnt/b c"]).Configuration);
        var refused = await Assert.ThrowsAsync<JobValidationException>(
            () => ExampleHost.StartAsync(new HostSettings(new StateOptions("tape")), verbose: false, CancellationToken.None));
        Assert.Contains("flowactors.state.backend is 'tape'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_are_separated_by_commas_and_taken_from_the_working_directory()
    {
        var (root, _) = ExamplesCommand.Create(new ExamplesConsole(TextWriter.Null, TextWriter.Null, IsInteractive: false));
        var parsed = root.Parse(["sensors", "--state-dirs", "/mnt/a, below \"b\""]);
        Assert.Empty(parsed.Errors);
        Assert.Equal([Path.GetFullPath("/mnt/a"), Path.GetFullPath("below \"b\"")], parsed.GetValue<IReadOnlyList<string>?>("--state-dirs")!);
    }

    [Fact]
    public async Task The_folders_that_are_named_are_used_and_one_that_cannot_be_is_refused_in_words_of_the_option()
    {
        using var folder = new TempFolder();
        string[] query = ["nexmark", "--query", "q17", "--events", "1000", "--state", "rocksdb", "--state-memory", "64MiB", "--state-dirs"];
        var (exitCode, _, error) = await Examples.RunAsync([.. query, $"{folder["one"]},{folder["the \"other\""]}"]);
        Assert.True(exitCode == 0, error);
        Assert.True(Directory.Exists(folder["one"]) && Directory.Exists(folder["the \"other\""]));

        folder.Write("file", "");
        (exitCode, _, error) = await Examples.RunAsync([.. query, folder["file"]]);
        Assert.Equal(1, exitCode);
        Assert.Contains($"The folder '{folder["file"]}' of flowactors.state.local-dirs (--state-dirs, or --local of a node) cannot hold state: it is a file. Set the key to", error, StringComparison.Ordinal);
        Assert.EndsWith("and start it again.\n", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Memory_that_cannot_be_enough_is_refused_once_with_the_figure_that_is()
    {
        string[] query = ["nexmark", "--query", "q17", "--events", "1000", "--parallelism", "5", "--state", "rocksdb", "--state-memory"];
        var (exitCode, output, error) = await Examples.RunAsync([.. query, "2MiB"]);
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains(
            "has 5 subtasks of keyed operators, for whose state 5,242,880 bytes of memory are needed at least on rocksdb; flowactors.state.memory (--state-memory) is 2,097,152. " +
            "Set it to 5MiB or more, or",
            error,
            StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        (exitCode, _, error) = await Examples.RunAsync([.. query, "5MiB"]);
        Assert.True(exitCode == 0, error);
    }

    public static TheoryData<string> Queries => [.. NexmarkQueries.All.Keys];

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Every_query_runs_with_two_subtasks_in_16MB(string query)
    {
        var (exitCode, _, error) = await Examples.RunAsync(
            ["nexmark", "--query", query, "--events", "20000", "--parallelism", "2", "--checkpoint-interval", "100ms", "--state", "rocksdb", "--state-memory", "16MB"]);
        Assert.True(exitCode == 0, error);
    }

    /// <summary>A registered job is built by its arguments: another run of it, which says nothing or something else, has the same backend.</summary>
    [Fact]
    public void A_registered_job_keeps_the_backend_that_it_began_with()
    {
        var options = new WordCountOptions(["words"], null, null, 1, 1);
        Assert.Equal("memory", BackendOf(new WordCountJob(), WordCountJob.ArgumentsOf(options, null, new DurableOptions())));
        options = options with { State = new StateOptions("rocksdb") };
        Assert.Equal("rocksdb", BackendOf(new WordCountJob(), WordCountJob.ArgumentsOf(options, null, new DurableOptions())));
        var query = new NexmarkOptions("q17") { State = new StateOptions("rocksdb", 1 << 24) };
        Assert.Equal("rocksdb", BackendOf(new NexmarkJob(), NexmarkJobArguments.Of(query, null, new DurableOptions())));
    }

    /// <summary>So that a job that was begun before there was a choice can be resumed.</summary>
    [Fact]
    public void A_word_count_in_memory_says_nothing_of_its_backend() =>
        Assert.DoesNotContain("state", WordCountJob.ArgumentsOf(new WordCountOptions(["words"], null, null, 1, 1), null, new DurableOptions()).Keys);

    private static string? BackendOf(IStreamJob job, IReadOnlyDictionary<string, string> arguments)
    {
        var env = new StreamExecutionEnvironment(new JobSettings());
        job.Build(env, new JobArguments(arguments));
        return env.BuildGraph("job").Settings.StateBackend;
    }
}
