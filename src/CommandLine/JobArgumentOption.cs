using System.CommandLine;
using System.CommandLine.Parsing;

namespace FlowActors.CommandLine;

/// <summary><c>--arg name=value</c>, which may be given several times: the arguments of a job.</summary>
internal static class JobArgumentOption
{
    public static Option<string[]> Create()
    {
        var option = new Option<string[]>("--arg") { HelpName = "name=value", Description = "An argument of the job; may be given several times." };
        option.Validators.Add(Check);
        return option;
    }

    /// <summary>The arguments that were given.</summary>
    public static Dictionary<string, string> Of(ParseResult parsed, Option<string[]> option) =>
        (parsed.GetValue(option) ?? []).ToDictionary(NameOf, a => a[(NameOf(a).Length + 1)..], StringComparer.Ordinal);

    private static void Check(OptionResult result)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var token in result.Tokens)
        {
            if (token.Value.IndexOf('=', StringComparison.Ordinal) < 1) result.AddError($"'{token.Value}' is no argument of a job: write --arg name=value.");
            else if (!names.Add(NameOf(token.Value))) result.AddError($"The argument '{NameOf(token.Value)}' is given twice.");
        }
    }

    private static string NameOf(string argument) => argument[..argument.IndexOf('=', StringComparison.Ordinal)];
}
