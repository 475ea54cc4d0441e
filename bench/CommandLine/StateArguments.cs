using System.CommandLine;
using System.CommandLine.Parsing;
using FlowActors.Bench.Harness;
using FlowActors.Runtime.Hocon;

namespace FlowActors.Bench.CommandLine;

/// <summary>The options of state that campaigns share.</summary>
/// <param name="memoryDefault">What state on disk may take where nobody says.</param>
internal sealed class StateArguments(long memoryDefault)
{
    private const double MemoryMin = 2 << 20;
    private const double MemoryMax = 1L << 40;

    private readonly Option<string> _backend = new Option<string>("--state")
    {
        HelpName = "BACKEND", Description = $"Where the jobs keep state: {string.Join(" or ", StateChoice.Backends)}.", DefaultValueFactory = _ => StateChoice.InMemory.Backend,
    }.Backends();

    private readonly Option<long> _memory = Memory(memoryDefault);

    public void AddTo(Command command)
    {
        command.Add(_backend);
        command.Add(_memory);
    }

    public StateChoice Read(ParseResult parsed) =>
        parsed.GetValue(_backend) is { } backend && backend != StateChoice.InMemory.Backend ? new(backend, parsed.GetValue(_memory)) : StateChoice.InMemory;

    /// <summary>What state on disk may take in memory.</summary>
    public static Option<long> Memory(long memoryDefault) => new("--state-memory")
    {
        HelpName = "BYTES",
        Description = $"What state on disk may take in the memory of each process: 16MiB, 1GiB, or a number of bytes. Default: {HoconUnits.Text(memoryDefault)}.",
        DefaultValueFactory = _ => memoryDefault,
        CustomParser = Parse,
    };

    private static long Parse(ArgumentResult result)
    {
        try
        {
            var text = result.Tokens[0].Value;
            if (HoconUnits.ParseBytes(char.IsAsciiDigit(text[^1]) ? $"{text}B" : text) is >= MemoryMin and <= MemoryMax and var bytes) return (long)bytes;
        }
        catch (FormatException)
        {
            // Said below.
        }

        result.AddError($"--state-memory takes a size such as 16MiB, from {HoconUnits.Text((long)MemoryMin)} to {HoconUnits.Text((long)MemoryMax)}, not '{result.Tokens[0].Value}'.");
        return 0;
    }
}

/// <summary>What options refuse.</summary>
internal static class StateOption
{
    /// <summary>Refuses the name of a backend that there is not.</summary>
    public static Option<string> Backends(this Option<string> option)
    {
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } name && !StateChoice.Backends.Contains(name))
                result.AddError($"There is no state backend '{name}'; --state takes {string.Join(" or ", StateChoice.Backends)}.");
        });
        return option;
    }
}
