using System.Text;
using System.Text.Json;
using FlowActors.Examples.CommandLine;
using FlowActors.Examples.Durable;
using FlowActors.Sources;

namespace FlowActors.Examples.WordCount;

/// <summary>The program: lines, their words, how often each occurs.</summary>
/// <param name="steering">Leads the source; null lets it read.</param>
/// <param name="counts">Takes the counts where there is no output.</param>
internal sealed class WordCountJob(SourceSteering? steering, WordCounts counts) : IStreamJob
{
    public const string Name = "wordcount";

    public WordCountJob()
        : this(steering: null, new WordCounts())
    {
    }

    /// <summary>Whether the output becomes a file by the job alone, which is slower; else whoever runs the job puts it together of what all subtasks have written.</summary>
    public bool WritesFile { get; init; }

    /// <summary>The arguments of the registered job, by the names of their options.</summary>
    /// <param name="options">What is asked of the program.</param>
    /// <param name="output">The full path of the output; null for none.</param>
    /// <param name="durable">What is asked of its checkpoints.</param>
    public static IReadOnlyDictionary<string, string> ArgumentsOf(WordCountOptions options, string? output, DurableOptions durable)
    {
        var arguments = new Dictionary<string, string>
        {
            ["input"] = JsonSerializer.Serialize(options.Input.Select(Path.GetFullPath)),
            ["parallelism"] = JsonSerializer.Serialize(options.Parallelism),
        };
        // Jobs that were begun before there was a choice say nothing.
        if (options.State.Backend != StateOptions.InMemory) arguments[ResumeRules.State] = options.State.Backend;
        if (options.Encoding is { } encoding) arguments["encoding"] = encoding.WebName;
        if (output is not null) arguments["output"] = output;
        durable.AddTo(arguments);
        return arguments;
    }

    /// <summary>Writes the program of a registered job down.</summary>
    public void Build(StreamExecutionEnvironment env, JobArguments arguments)
    {
        arguments.AllowOnly("input", "parallelism", ResumeRules.State, "encoding", "output", DurableOptions.IntervalArgument, DurableOptions.StopAfterArgument, ResumeRules.FromSavepoint);
        var text = new TextFileSource(PathsOf(arguments.Get("input")), new TextFileSettings { Encoding = arguments.EncodingOf("encoding") });
        if (DurableOptions.IntervalOf(arguments) is { } interval) env.EnableCheckpointing(interval);
        env.SetStateBackend(arguments.OneOf(ResumeRules.State, StateOptions.InMemory, StateOptions.Backends));
        Build(
            env, steering is null ? text : new SteeredSource<string, TextFileSplit>(text, steering), arguments.Parallelism("parallelism"), counts, arguments.PathOf("output"), WritesFile);
    }

    // One path, or several as an array of JSON.
    private static string[] PathsOf(string input)
    {
        if (!input.StartsWith('[')) return [input];
        try
        {
            if (JsonSerializer.Deserialize<string?[]>(input) is { Length: > 0 } paths && Array.TrueForAll(paths, path => !string.IsNullOrEmpty(path))) return paths!;
        }
        catch (JsonException)
        {
            // Refused as what is no array of paths.
        }

        throw ArgumentValues.Refused("input", input, "a path, or an array of paths in JSON such as [\"one.txt\",\"two.txt\"]");
    }

    /// <summary>Writes the program down.</summary>
    /// <param name="env">Gets it.</param>
    /// <param name="text">The lines.</param>
    /// <param name="parallelism">Of all operators; null for what whoever submits the job asks for.</param>
    /// <param name="counts">Takes the counts, unless they are written.</param>
    /// <param name="output">The full path of the output that the counts are written for; null for none.</param>
    /// <param name="writesFile">Whether the output becomes a file by the job alone.</param>
    public static void Build(StreamExecutionEnvironment env, Source<string> text, int? parallelism, WordCounts counts, string? output = null, bool writesFile = false)
    {
        if (parallelism is { } wanted) env.SetParallelism(wanted);
        var last = env.FromSource(text, "Text File Source").WithUid("text")
            .FlatMap<string>((line, output) =>
            {
                var words = new Words(line);
                while (words.Next() is { } word) output.Collect(word);
            })
            .WithName("Words").WithUid("words")
            .KeyBy(word => word)
            .Count().WithUid("count")
            // Chained behind the count, where all counts of a word are, so that only the final ones leave their subtask.
            .ReinterpretAsKeyed(count => count.Key)
            .Process(() => new LastOfKey<string, KeyValuePair<string, long>>())
            .WithName("Last Counts").WithUid("last-counts");
        if (output is null) counts.Take(last);
        else if (writesFile) last.WriteAsTextFile(output, WordCounts.LineOf).WithName(OutputOperator.NameOf(output)).WithUid("counts");
        else last.WriteAsText(OutputFile.PartsFolderOf(output), WordCounts.LineOf).WithName(OutputOperator.NameOf(output)).WithUid("counts");
    }
}
