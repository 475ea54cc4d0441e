using System.Globalization;
using System.Numerics;
using System.Text;

namespace FlowActors.Examples.CommandLine;

/// <summary>What the arguments of a registered job may be: as much as the options of the same names.</summary>
internal static class ArgumentValues
{
    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    /// <exception cref="JobValidationException">It is another one, or none.</exception>
    public static T Between<T>(this JobArguments arguments, string name, T usual, T least, T most)
        where T : struct, IBinaryInteger<T>
    {
        if (!arguments.Values.TryGetValue(name, out var given)) return usual;
        return T.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw Refused(name, given, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));
    }

    /// <summary>A whole number from <paramref name="least"/> on.</summary>
    /// <exception cref="JobValidationException">It is another one, or none.</exception>
    public static T AtLeast<T>(this JobArguments arguments, string name, T usual, T least)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> => arguments.Between(name, usual, least, T.MaxValue);

    /// <summary>How many subtasks operators have; null where nobody says.</summary>
    /// <exception cref="JobValidationException">No operator can have so many.</exception>
    public static int? Parallelism(this JobArguments arguments, string name) =>
        arguments.Values.ContainsKey(name) ? arguments.Between(name, 1, 1, KeyGroups.MaxParallelismUpperBound) : null;

    /// <summary>One of the given texts.</summary>
    /// <exception cref="JobValidationException">It is another one, or is missing where there is no usual one.</exception>
    public static string OneOf(this JobArguments arguments, string name, string? usual, params IReadOnlyCollection<string> allowed)
    {
        var given = arguments.Get(name, usual);
        return allowed.Contains(given) ? given : throw Refused(name, given, $"one of {string.Join(", ", allowed)}");
    }

    /// <summary>A path; null where nobody says.</summary>
    /// <exception cref="JobValidationException">It is empty.</exception>
    public static string? PathOf(this JobArguments arguments, string name) =>
        arguments.Values.GetValueOrDefault(name) is not { } given ? null : string.IsNullOrWhiteSpace(given) ? throw Refused(name, given, "a path") : given;

    /// <summary>An encoding; null where nobody says.</summary>
    /// <exception cref="JobValidationException">There is none of that name.</exception>
    public static Encoding? EncodingOf(this JobArguments arguments, string name)
    {
        if (arguments.Values.GetValueOrDefault(name) is not { } given) return null;
        try
        {
            return Encoding.GetEncoding(given);
        }
        catch (ArgumentException)
        {
            throw Refused(name, given, $"one of {string.Join(", ", Encoding.GetEncodings().Select(e => e.Name).Order(StringComparer.Ordinal))}");
        }
    }

    /// <summary>That an argument is not what it must be.</summary>
    public static JobValidationException Refused(string name, string given, string wanted) => new($"The job's argument '{name}' is '{given}', but must be {wanted}.");
}
