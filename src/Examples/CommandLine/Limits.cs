using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using System.Text;
using FlowActors.Runtime.Hocon;

namespace FlowActors.Examples.CommandLine;

/// <summary>Limits of options, each refused with an error that names the option, what was given and what it must be.</summary>
internal static class Limits
{
    /// <summary>Takes whole numbers from <paramref name="least"/> on.</summary>
    public static Option<T> AtLeast<T>(this Option<T> option, T least)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> => option.Between(least, T.MaxValue);

    /// <summary>Takes whole numbers from <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public static Option<T> Between<T>(this Option<T> option, T least, T most)
        where T : struct, IBinaryInteger<T>
    {
        option.CustomParser = result => Parse(result, option, least, most, out var value) ? value : least;
        return option;
    }

    /// <summary>Takes the numbers of subtasks that an operator can have.</summary>
    public static Option<int> Parallelism(this Option<int> option) => option.Between(1, KeyGroups.MaxParallelismUpperBound);

    /// <summary>Takes the numbers of subtasks that an operator can have, or nothing at all.</summary>
    public static Option<int?> Parallelism(this Option<int?> option)
    {
        option.CustomParser = result => Parse(result, option, 1, KeyGroups.MaxParallelismUpperBound, out var value) ? value : null;
        return option;
    }

    /// <summary>Takes whole numbers from <paramref name="least"/> to <paramref name="most"/>, or nothing at all.</summary>
    public static Option<int?> Between(this Option<int?> option, int least, int most)
    {
        option.CustomParser = result => Parse(result, option, least, most, out var value) ? value : null;
        return option;
    }

    /// <summary>Takes whole numbers from <paramref name="least"/> on, or nothing at all.</summary>
    public static Option<long?> AtLeast(this Option<long?> option, long least)
    {
        option.CustomParser = result => Parse(result, option, least, long.MaxValue, out var value) ? value : null;
        return option;
    }

    /// <summary>Takes times as HOCON has them: a number and its unit.</summary>
    public static Option<TimeSpan?> Durations(this Option<TimeSpan?> option, TimeSpan least, TimeSpan most)
    {
        option.CustomParser = result =>
        {
            var given = result.Tokens[0].Value;
            var limits = $"{option.Name} is {given}, but must be a time from {HoconUnits.Text(least)} to {HoconUnits.Text(most)}, such as 1s";
            try
            {
                var ticks = HoconUnits.ParseTicks(given);
                if (ticks >= least.Ticks && ticks <= most.Ticks) return TimeSpan.FromTicks((long)ticks);
                result.AddError($"{limits}.");
            }
            catch (FormatException e)
            {
                result.AddError($"{limits}: {e.Message}.");
            }

            return null;
        };
        return option;
    }

    /// <summary>Takes sizes as HOCON has them, a number and its unit, or plain numbers of bytes.</summary>
    public static Option<long?> Sizes(this Option<long?> option, long least, long most)
    {
        option.CustomParser = result =>
        {
            var given = result.Tokens[0].Value;
            var limits = $"{option.Name} is {given}, but must be a size from {HoconUnits.Text(least)} to {HoconUnits.Text(most)}, such as 64MiB, or a number of bytes";
            try
            {
                var isPlain = decimal.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var plain);
                var bytes = isPlain ? (double)plain : HoconUnits.ParseBytes(given, "MiB");
                if (bytes >= least && bytes <= most) return (long)bytes;
                result.AddError($"{limits}.");
            }
            catch (FormatException e)
            {
                result.AddError($"{limits}: {e.Message}.");
            }

            return null;
        };
        return option;
    }

    /// <summary>Takes names of folders, separated by commas, as full paths; whether they can be used is found out by who uses them.</summary>
    public static Option<IReadOnlyList<string>?> Folders(this Option<IReadOnlyList<string>?> option)
    {
        option.CustomParser = result =>
        {
            var given = result.Tokens[0].Value;
            var folders = given.Split(',', StringSplitOptions.TrimEntries);
            if (!folders.Any(folder => folder.Length == 0 || folder.Contains('\0', StringComparison.Ordinal))) return [.. folders.Select(Path.GetFullPath)];
            result.AddError($"{option.Name} is '{given}', but must be names of folders, separated by commas.");
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

    /// <summary>Takes the names of encodings.</summary>
    public static Option<Encoding?> Encodings(this Option<Encoding?> option)
    {
        option.CustomParser = result =>
        {
            var given = result.Tokens[0].Value;
            try
            {
                return Encoding.GetEncoding(given);
            }
            catch (ArgumentException)
            {
                result.AddError(
                    $"{option.Name} is {given}, but must be one of {string.Join(", ", Encoding.GetEncodings().Select(e => e.Name).Order(StringComparer.Ordinal))}.");
                return null;
            }
        };
        return option;
    }

    private static bool Parse<T>(ArgumentResult result, Option option, T least, T most, out T value)
        where T : struct, IBinaryInteger<T>
    {
        var given = result.Tokens[0].Value;
        if (T.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= least && value <= most) return true;
        result.AddError(string.Create(
            CultureInfo.InvariantCulture, $"{option.Name} is {given}, but must be a whole number from {least} to {most}."));
        return false;
    }
}
