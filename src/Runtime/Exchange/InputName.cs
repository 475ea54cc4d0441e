using System.Globalization;

namespace FlowActors.Runtime.Exchange;

/// <summary>What texts call an input of an operator: functions count theirs from 1, operators that are written by hand from 0.</summary>
internal static class InputName
{
    /// <summary>The input of that number, from 0.</summary>
    public static string Of(int number) => number switch
    {
        0 => "the first input",
        1 => "the second input",
        2 => "the third input",
        _ => string.Create(CultureInfo.InvariantCulture, $"input {number}, from 0"),
    };
}
