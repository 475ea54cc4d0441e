using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace FlowActors.Examples.CommandLine;

/// <summary>Limits of options, each refused with an error that names the option, what was given and what it must be.</summary>
internal static class Limits
{
    /// <summary>Takes whole numbers from <paramref name="least"/> on.</summary>
    public static Option<T> AtLeast<T>(this Option<T> option, T least)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        option.CustomParser = result =>
        {
            var given = result.Tokens[0].Value;
            if (TryParse(given, least, out var value)) return value;
            result.AddError(Refusal(option, given, least));
            return least;
        };
        return option;
    }

    /// <summary>Takes whole numbers from <paramref name="least"/> on, or nothing at all.</summary>
    public static Option<T?> AtLeast<T>(this Option<T?> option, T least)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        option.CustomParser = result =>
        {
            var given = result.Tokens[0].Value;
            if (TryParse(given, least, out var value)) return value;
            result.AddError(Refusal(option, given, least));
            return null;
        };
        return option;
    }

    /// <summary>Takes one of the given texts.</summary>
    public static Option<string> OneOf(this Option<string> option, params string[] allowed)
    {
        option.CompletionSources.Add(allowed);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !allowed.Contains(token.Value, StringComparer.Ordinal))
                result.AddError($"{option.Name} is {token.Value}, but must be one of {string.Join(", ", allowed)}.");
        });
        return option;
    }

    private static bool TryParse<T>(string given, T least, out T value)
        where T : struct, IBinaryInteger<T> =>
        T.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= least;

    private static string Refusal<T>(Option option, string given, T least)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> => string.Create(
        CultureInfo.InvariantCulture, $"{option.Name} is {given}, but must be a whole number from {least} to {T.MaxValue}.");
}
