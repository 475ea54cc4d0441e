using System.CommandLine;
using System.CommandLine.Parsing;

namespace FlowActors.Examples.CommandLine;

/// <summary>What people read of an error: one paragraph that says what was wrong, where, and what to do.</summary>
internal static class FailureText
{
    public static string OfUsage(ParseResult parsed)
    {
        if (parsed.CommandResult.Command is RootCommand root && parsed.UnmatchedTokens is [var name, ..] && !name.StartsWith('-'))
            return OneParagraph($"There is no command '{name}', only {string.Join(", ", root.Subcommands.Select(command => command.Name))}. See --help.");
        var errors = parsed.Errors.Select(error => error.Message.TrimEnd('.') + ".").Distinct();
        return OneParagraph($"{string.Join(' ', errors)} See {PathOf(parsed.CommandResult)}--help.");
    }

    public static string Of(Exception e) => OneParagraph(StateArguments.WithOptions(OutputFile.InWords(e switch
    {
        // These are written for people, and name the rest.
        JobValidationException or CheckpointException or TimeoutException or IOException or UnauthorizedAccessException => e.Message,
        JobFailedException failed when FailureCause.IsToldInFull(failed) => e.Message,
        JobFailedException => $"{e.Message.TrimEnd('.')}. Run again with --verbose to see where it was thrown.",
        _ => $"{e.GetType().Name}: {e.Message} This was not expected: run again with --verbose to see where it comes from.",
    })));

    private static string PathOf(SymbolResult? result) =>
        result is CommandResult { Command: not RootCommand } command ? $"{PathOf(command.Parent)}{command.Command.Name} " : "";

    private static string OneParagraph(string text) => string.Join(
        ' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
