using System.CommandLine;
using System.CommandLine.Invocation;
using FlowActors.CommandLine;
using FlowActors.Examples.Clicks;
using FlowActors.Examples.Cluster;
using FlowActors.Examples.DeadLetters;
using FlowActors.Examples.Demo;
using FlowActors.Examples.Nexmark;
using FlowActors.Examples.Rules;
using FlowActors.Examples.Sensors;
using FlowActors.Examples.WordCount;
using FlowActors.Sinks.Printing;

namespace FlowActors.Examples.CommandLine;

/// <summary>The command line: one command for each example, and those of every application.</summary>
internal static class ExamplesCommand
{
    private const int Failed = 1;
    private const int Cancelled = 130; // what a shell reports for a process that Ctrl-C ended
    private const int OutputClosed = 141; // and for one whose output nobody reads any more, as with | head

    /// <summary>Runs a command line to its end; says what went wrong on the error stream.</summary>
    /// <returns>The exit code: 0, 1 after an error, 130 when it was cancelled, 141 when whoever read its output has gone.</returns>
    public static async Task<int> RunAsync(string[] arguments, ExamplesConsole console, CancellationToken cancellation = default)
    {
        var (command, verbose) = Create(console);
        var parsed = command.Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            await console.Error.WriteLineAsync(FailureText.OfUsage(parsed)).ConfigureAwait(false);
            return Failed;
        }

        try
        {
            var configuration = new InvocationConfiguration
            {
                Output = console.Output,
                Error = console.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // it would hear signals only once the command waits for something; see Interruption
            };
            return await parsed.InvokeAsync(configuration, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await console.Error.WriteLineAsync("Cancelled.").ConfigureAwait(false);
            return Cancelled;
        }
        catch (StandardOutputClosedException)
        {
            return OutputClosed;
        }
        catch (Exception e)
        {
            await console.Error.WriteLineAsync(parsed.GetValue(verbose) ? e.ToString() : FailureText.Of(e)).ConfigureAwait(false);
            return Failed;
        }
    }

    /// <summary>What the command line takes; commands speak to the console when they run, not when they are parsed.</summary>
    public static (RootCommand Command, Option<bool> Verbose) Create(ExamplesConsole console)
    {
        var verbose = new Option<bool>("--verbose") { Recursive = true, Description = "Write logs and, of an error, the stack trace to standard error." };
        var command = new RootCommand(
            """
            The examples of FlowActors, a stateful stream processor for .NET. Each runs on a cluster embedded in this process.

            For example:
              wordcount --top 10
              nexmark --query q17 --events 1000000
              sensors --silence 30
              demo --http 8081
            """)
        {
            WordCountCommand.Create(console, verbose),
            NexmarkCommand.Create(console, verbose),
            SensorsCommand.Create(console, verbose),
            DeadLettersCommand.Create(console, verbose),
            ClicksCommand.Create(console, verbose),
            RulesCommand.Create(console, verbose),
            DemoCommand.Create(console, verbose),
            verbose,
        };
        command.AddFlowActors(ExampleJobs.ToOptions());
        NodeCommand.Extend(command.Subcommands.Single(c => c.Name == NodeCommand.Name), console, verbose);
        return (command, verbose);
    }
}
