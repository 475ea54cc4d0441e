using System.CommandLine;

namespace FlowActors.Examples.CommandLine;

/// <summary>The options of state on the command line, which all commands share that run a job.</summary>
internal sealed class StateArguments
{
    private const long MemoryMin = 2L << 20;
    private const long MemoryMax = 1L << 40;

    private readonly Option<string> _backend = new Option<string>("--state")
    {
        DefaultValueFactory = _ => StateOptions.InMemory, HelpName = "BACKEND", Description = $"Where state is kept: {string.Join(" or ", StateOptions.Backends)}.",
    }.OneOf([.. StateOptions.Backends]);

    private readonly Option<long?> _memory = new Option<long?>("--state-memory")
    {
        HelpName = "BYTES",
        Description = "What state on disk may take in memory, in this whole process: 16MB, 1GiB, or a number of bytes. Default: 512MiB. State that is kept in memory takes what it needs.",
    }.Sizes(MemoryMin, MemoryMax);

    public void AddTo(Command command)
    {
        command.Add(_backend);
        command.Add(_memory);
    }

    public StateOptions Read(ParseResult parsed) => new(parsed.GetValue(_backend)!, parsed.GetValue(_memory));
}
