using System.CommandLine;
using FlowActors.Bench.Harness;

namespace FlowActors.Bench.CommandLine;

/// <summary>The command line: which cases, how many rounds.</summary>
internal static class BenchCommand
{
    private const int RoundsMax = 100;

    public static RootCommand Create(IReadOnlyList<BenchCase> cases)
    {
        var names = new Argument<string[]>("name")
        {
            Description = "The cases to run, in this order. Without names: all. See --list.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        names.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (Named(cases).All(c => c.Name != token.Value)) result.AddError(UnknownCase(token.Value, cases));
        });
        var list = new Option<bool>("--list") { Description = "List the cases and end." };
        var rounds = new Option<int>("--rounds")
        {
            Description = "Rounds that count, after one round of warm-up. A case begins no round that would end after 4 minutes.",
            DefaultValueFactory = _ => BenchSettings.Default.Rounds,
        };
        rounds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > RoundsMax) result.AddError($"--rounds takes a number from 1 to {RoundsMax}.");
        });
        var command = new RootCommand("Measures FlowActors against loops and libraries that do the same work in the same process.")
        {
            names, list, rounds, ShuffleCommand.Create(), QueriedCommand.Create(), ClusterNodeCommand.Create(), CampaignCommand.Create(),
        };
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(list)
            ? CaseRunner.ListAsync(cases, Console.Out)
            : CaseRunner.RunAsync(
                Choose(cases, parsed.GetValue(names) ?? []),
                BenchSettings.Default with { Rounds = parsed.GetValue(rounds) },
                cancellationToken));
        return command;
    }

    private static IReadOnlyList<BenchCase> Choose(IReadOnlyList<BenchCase> cases, string[] names) =>
        names.Length == 0 ? cases : [.. names.Select(name => Named(cases).Single(c => c.Name == name))];

    private static IEnumerable<BenchCase> Named(IReadOnlyList<BenchCase> cases) => cases.SelectMany(c => c.Parts.Prepend(c));

    private static string UnknownCase(string name, IReadOnlyList<BenchCase> cases) =>
        $"There is no case '{name}'. The cases are {string.Join(", ", cases.Select(c => c.Name))}; --list says what each one measures.";
}
