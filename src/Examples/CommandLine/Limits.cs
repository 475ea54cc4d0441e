using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace FlowActors.Examples.CommandLine;

/// <summary>Limits of options.</summary>
internal static class Limits
{
    /// <summary>
    /// Takes whole numbers from <paramref name="least"/> on, and refuses all else with an error that names the option, what was
    /// given and what it must be.
    /// </summary>
    public static Option<T> AtLeast<T>(this Option<T> option, T least)
        where T : IBinaryInteger<T>, IMinMaxValue<T>
    {
        option.CustomParser = result =>
        {
            var given = result.Tokens[0].Value;
            if (T.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least) return value;
            result.AddError(string.Create(
                CultureInfo.InvariantCulture, $"{option.Name} is {given}, but must be a whole number from {least} to {T.MaxValue}."));
            return least;
        };
        return option;
    }
}
