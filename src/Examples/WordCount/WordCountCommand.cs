using System.CommandLine;
using System.Text;
using FlowActors.Examples.CommandLine;
using FlowActors.Examples.Durable;

namespace FlowActors.Examples.WordCount;

/// <summary>The wordcount command.</summary>
internal static class WordCountCommand
{
    private const int DefaultTop = 20;
    private static readonly string ShippedText = Path.Combine(AppContext.BaseDirectory, "WordCount", "moby-dick.txt");

    public static Command Create(ExamplesConsole console, Option<bool> verbose)
    {
        var input = new Option<string[]>("--input")
        {
            AllowMultipleArgumentsPerToken = true,
            Arity = ArgumentArity.OneOrMore,
            HelpName = "PATH",
            Description = "What to read: files (gzip too), folders, patterns with * and **, or - for standard input. Default: the text of Moby-Dick.",
        };
        var encoding = new Option<Encoding?>("--encoding")
        {
            HelpName = "NAME",
            Description = "The encoding of the input, such as utf-16 or iso-8859-1. Default: that of byte order marks, without one UTF-8.",
        }.Encodings();
        var output = new Option<string?>("--output") { HelpName = "FILE", Description = "Write all lines word,count, sorted by ordinal, to this file." };
        var top = new Option<int>("--top")
        {
            DefaultValueFactory = _ => DefaultTop, HelpName = "N", Description = "How many of the most frequent words to print.",
        }.AtLeast(0);
        var parallelism = new Option<int>("--parallelism")
        {
            DefaultValueFactory = _ => Environment.ProcessorCount,
            HelpName = "N",
            Description = "How many subtasks each operator has. Default: the number of cores.",
        }.Parallelism();
        var explain = ExplainOption.Create();
        var state = new StateArguments();
        var durableArguments = new DurableArguments(WordCountDurableRun.MayDiffer);

        var command = new Command(
            "wordcount",
            """
            Counts the words of texts and prints the most frequent ones. A word is a longest run of letters, decimal digits or _, in lower case.

            For example:
              wordcount
              wordcount --input books/ notes.txt --top 5
              wordcount --input "logs/**/*.txt" --output counts.csv --parallelism 4
              wordcount --input export.txt --encoding utf-16
              cat book.txt | wordcount --input -
              wordcount --input books/ --output counts.csv --data job --checkpoint-interval 1s
              wordcount --input books/ --output counts.csv --data job --checkpoint-interval 1s --resume
            """)
        { input, encoding, output, top, parallelism, explain };
        state.AddTo(command);
        durableArguments.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var durable = durableArguments.Read(parsed);
            var options = new WordCountOptions(
                parsed.GetValue(input) is { Length: > 0 } paths ? paths : [ShippedText],
                parsed.GetValue(encoding), parsed.GetValue(output), parsed.GetValue(top), parsed.GetValue(parallelism))
            { CheckpointInterval = durable.Interval, State = state.Read(parsed) };
            if (parsed.IsGiven(explain)) return parsed.ExplainAsync(explain, WordCountJob.Name, env => WordCountRun.Build(env, options), console.Output);
            return durable.NeedsRegisteredJob
                ? WordCountDurableRun.ExecuteAsync(options, durable, console, parsed.GetValue(verbose), cancellation)
                : WordCountRun.ExecuteAsync(options, console, parsed.GetValue(verbose), cancellation);
        });
        return command;
    }
}
