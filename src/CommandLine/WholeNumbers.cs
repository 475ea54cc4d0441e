using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace FlowActors.CommandLine;

/// <summary>Options and arguments that are whole numbers, from 1: what is none is told in words.</summary>
internal static class WholeNumbers
{
    /// <param name="name">The option's name.</param>
    /// <param name="help">What stands for the number in the help.</param>
    /// <param name="what">What it is a number of.</param>
    /// <param name="description">What it does.</param>
    public static Option<int?> Option(string name, string help, string what, string description) => new(name)
    {
        HelpName = help,
        Description = description,
        CustomParser = result => (int?)Read(result, $"{name} ", what, int.MaxValue),
    };

    /// <inheritdoc cref="Option"/>
    public static Option<long?> LongOption(string name, string help, string what, string description) => new(name)
    {
        HelpName = help,
        Description = description,
        CustomParser = result => Read(result, $"{name} ", what, long.MaxValue),
    };

    /// <summary>An argument that may be left out.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="what">What it is a number of.</param>
    /// <param name="description">What it does.</param>
    public static Argument<long?> LongArgument(string name, string what, string description) => new(name)
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = description,
        CustomParser = result => Read(result, "", what, long.MaxValue),
    };

    private static long? Read(ArgumentResult result, string name, string what, long most)
    {
        if (result.Tokens is not [var token]) return null;
        if (long.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most) return number;
        result.AddError($"{name}'{token.Value}' is no {what}: a whole number from 1 to {most}.");
        return null;
    }
}
